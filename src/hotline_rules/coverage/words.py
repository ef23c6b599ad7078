"""The words of the coverage report, in Chinese and English."""

from collections.abc import Mapping

from hotline_rules.diagnostics import Text

CLASSES: Mapping[str, Text] = {
    "clock": Text("时限", "clock"),
    "threshold": Text("时点后果", "threshold"),
    "penalty": Text("处罚", "penalty"),
    "procedure": Text("程序", "procedure"),
    "classification": Text("分类认定", "classification"),
    "escalation": Text("升级", "escalation"),
    "required-action": Text("应办事项", "required action"),
    "unit-assessment": Text("单位考核", "unit assessment"),
    "decision-table": Text("按情形确定", "decision table"),
    "record-keeping": Text("留痕", "record keeping"),
    "validity": Text("效力", "validity"),
    "organisational": Text("组织事务", "organisational"),
}
COMPUTABLE: Mapping[str, Text] = {
    "full": Text("能算", "computable"),
    "finding": Text("凭认定能算", "computable with a finding"),
    "none": Text("不能算", "not computable"),
}
CARRIERS: Mapping[str, Text] = {
    "document": Text("文件", "document"),
    "word": Text("用语", "word"),
    "calendar": Text("日历", "calendar"),
    "counting": Text("计时", "counting"),
    "reading": Text("读法", "reading"),
    "value": Text("取值", "value"),
    "rule": Text("规则", "rule"),
    "case": Text("情形", "case"),
    "mark": Text("节点", "mark"),
    "change": Text("变更", "change"),
    "row": Text("表的一行", "row"),
    "ladder": Text("阶梯", "ladder"),
    "measure": Text("考核", "measure"),
}
GAPS: Mapping[str, Text] = {
    "not_carried": Text("没有规则承担", "nothing carries it"),
    "not_tested": Text("没有案例", "no golden case"),
    "no_reason": Text("没有写明为什么不能算", "no reason why it yields nothing"),
}
COLUMNS = (
    Text("类别", "class"),
    Text("条款", "clauses"),
    Text("能算", "computable"),
    Text("有承担", "carried"),
    Text("有案例", "tested"),
    Text("写明不能算", "excused"),
    Text("缺口", "gaps"),
)
ALL = Text("合计", "all")
UNSAID = Text("未分类", "unsaid")
DOCUMENT = Text("文件", "Document")
COLON = Text("：", ": ")
NO_GAP = Text("没有缺口", "no gaps")
GAPS_ARE = Text("缺口", "gaps")
FAILING = Text("不成立的案例", "golden cases that do not hold")
SOURCE = Text("原文", "text")
WITNESSES = Text("案例", "cases")
REASON = Text("不能算", "not computable")
AND_MORE = Text("等 {0} 个", "{0} in all")
CARRIED_BY = Text("由什么承担", "carried by")
CLAUSE = Text("条款", "clause")
ARTICLE = Text("条文位置", "article")
SAYS = Text("讲什么", "what it says")


def class_name(kind: str) -> Text:
    """Return what a class of clauses is called."""
    return CLASSES.get(kind, Text(kind, kind)) if kind else UNSAID
