"""The words of the page itself, in both languages."""

from __future__ import annotations

from hotline_rules.diagnostics import Text

WORDS: dict[str, Text] = {
    # List
    "id": Text("工单", "ticket"),
    "unit": Text("承办单位", "unit"),
    "kind": Text("类别", "kind"),
    "first": Text("首次派单", "first dispatch"),
    "month": Text("月份", "month"),
    "standing": Text("结论", "standing"),
    "light": Text("最高亮灯", "highest light"),
    "cards": Text("牌", "cards"),
    "late": Text("超期事项", "late"),
    "open": Text("在办事项", "open"),
    "missing": Text("缺少", "missing"),
    "anomalies": Text("数据问题", "data findings"),
    "reading": Text("依据的读法", "reading"),
    "all": Text("全部", "all"),
    "none": Text("（无）", "(none)"),
    "noCards": Text("没有牌", "no cards"),
    "anyCards": Text("有牌（任何一种）", "any card"),
    "found": Text("找到 {0} 件，共 {1} 件", "{0} of {1} tickets"),
    "csvName": Text("工单清单.csv", "tickets.csv"),
    "printCut": Text(
        "只打印前 {0} 件，共 {1} 件。请缩小范围，或者下载 CSV。",
        "Only the first {0} of {1} are printed. Narrow the list, or download the CSV.",
    ),
    "conditions": Text("条件：{0}", "Conditions: {0}"),
    "search": Text("搜索", "search"),
    "row": Text("第 {0} 行", "row {0}"),
    # Ticket
    "back": Text("返回清单", "back to the list"),
    "previous": Text("上一件", "previous"),
    "next": Text("下一件", "next"),
    "copy": Text("复制说明", "copy as text"),
    "copied": Text("已复制", "copied"),
    "copyFailed": Text(
        "浏览器不让复制，请自己选中文字", "The browser refused; select the text"
    ),
    "print": Text("打印这一件", "print this ticket"),
    "ticket": Text("工单 {0}", "Ticket {0}"),
    "unknownTicket": Text(
        "这份报告里没有工单“{0}”。", "This report has no ticket “{0}”."
    ),
    "damaged": Text(
        "这一件的说明读不出来，文件可能没有下载完整。请重新取一份文件。",
        "The explanation cannot be read; the file may be incomplete. Fetch it again.",
    ),
    "level": Text("层级", "level"),
    "urgency": Text("紧急程度", "urgency"),
    "created": Text("登记时间", "created"),
    "dispatched": Text("首次派单", "first dispatch"),
    "closed": Text("办结归档", "closed"),
    "source": Text("数据来源", "source"),
    "place": Text("{0} 第 {1} 行", "{0}, row {1}"),
    "places": Text(
        "{0} 第 {1} 行起，共 {2} 行", "{0}, from row {1} on, {2} rows in all"
    ),
    "lightNow": Text("判断时的灯", "light when judged"),
    "timeline": Text("时间线", "Time line"),
    "penalties": Text("牌和处罚", "Cards and penalties"),
    "duties": Text("期限", "Limits"),
    "powers": Text("可以行使的权利", "Powers"),
    "lights": Text("亮灯", "Lights"),
    "actions": Text("其他应办事项", "Other actions"),
    "statuses": Text("状态", "Statuses"),
    "rungs": Text("阶梯", "Ladders"),
    "lacking": Text("缺少的事实和数值", "What is not known"),
    "findings": Text("数据问题", "Findings about the data"),
    "events": Text("事件", "Events"),
    "readings": Text("所依据的读法", "Readings it rests on"),
    "number": Text("号", "no."),
    "time": Text("时间", "time"),
    "event": Text("事件", "event"),
    "content": Text("内容", "content"),
    "recorded": Text("登记于 {0}", "recorded {0}"),
    "law": Text("依据", "law"),
    "start": Text("起算", "start"),
    "due": Text("期满", "end"),
    "originalDue": Text("原期满", "original end"),
    "softDue": Text("目标日期", "date aimed at"),
    "days": Text("逐日", "days"),
    "facts": Text("事实", "facts"),
    "because": Text("起因", "because"),
    "rests": Text("读法", "readings"),
    "trials": Text("另一读法", "other reading"),
    "trialsNew": Text("换一种读法才有的牌", "Cards that another reading would bring"),
    "hanging": Text("换读法就不成立的牌", "cards that a reading takes away"),
    "anyHanging": Text("不论哪一种", "any of these"),
    "trial": Text("{0}改选“{1}”：{2}", "{0}, “{1}”: {2}"),
    "otherwise": Text("{0}改选“{1}”", "{0}, “{1}”"),
    "fallsCard": Text("这张牌不成立", "this card would not stand"),
    "fallsLate": Text("不算超期", "it would not be late"),
    "movesCard": Text("改在 {0}", "it would be at {0}"),
    "movesLate": Text("期满改为 {0}", "its end would be {0}"),
    "newLate": Text("算作超期", "it would be late"),
    "takesEffect": Text("这张牌生效", "this card would be in effect"),
    "newCard": Text("{0}，{1}", "{0}, {1}"),
    "note": Text("备注", "note"),
    "recordId": Text("编号", "id"),
    "limit": Text("所属期限", "limit"),
    "concurrent": Text("并存", "beside"),
    "provisional": Text(
        "暂定：所依据的日历还没有公布，或者申请还没有决定",
        "provisional: rests on days not announced or an undecided application",
    ),
    "since": Text("自", "since"),
    "until": Text("至", "until"),
    "stillOn": Text("判断时还亮着", "still on when judged"),
    "stillHolds": Text("判断时仍是这样", "still so when judged"),
    "points": Text("{0} 分", "{0} points"),
    "pointsMissing": Text("文件没有给出分值", "the source gives no number"),
    "done": Text("实际", "done"),
    "eventRef": Text("第{0}号事件", "event {0}"),
    "ground": Text("理由", "ground"),
    "counted": Text("计{0}", "{0} counted"),
    "countedOf": Text("计{0}，累计{1}", "{0} counted, {1} in all"),
    "dayCount": Text("{0}天", "{0} d"),
    "workingDayCount": Text("{0}个工作日", "{0} working d"),
    "course": Text("算法", "steps"),
    "evidence": Text("证据", "evidence"),
    "partStart": Text("起算当天，不计", "day of the start, not counted"),
    "partRest": Text("不计", "not counted"),
    "partPaused": Text("停表，不计", "paused, not counted"),
    "partClosed": Text("没有可计的时间", "no countable time"),
    "partRolled": Text("已数满，只顺延末端", "all counted; the end only moves on"),
    # Time line
    "dayRest": Text("休", "off"),
    "dayHoliday": Text("假", "hol."),
    "dayMakeup": Text("班", "work"),
    "dayUnknown": Text("暂", "?"),
    "legendWork": Text("工作日", "working day"),
    "legendRest": Text("休：周末休息", "off: weekend"),
    "legendHoliday": Text("假：节假日放假", "hol.: holiday"),
    "legendMakeup": Text("班：调休上班", "work: make-up working day"),
    "notDrawn": Text(
        "期限太多，图上只画了前 {0} 项，其余 {1} 项见下面的文字。",
        "The first {0} limits are drawn; the other {1} are told below.",
    ),
    "legendBar": Text("期限（起算至期满）", "limit, from start to end"),
    "legendExtension": Text("延长的部分", "extension"),
    "legendLate": Text("超期", "late"),
    "legendPause": Text("停表", "paused"),
    "legendMet": Text("✓ 按时完成", "✓ done in time"),
    "legendMetLate": Text("✗ 超期完成", "✗ done late"),
    "legendEnded": Text("— 已终止", "— ended"),
    "legendCard": Text("◆ 牌", "◆ card"),
    "drawnUntil": Text(
        "图只画到 {0}，判断时刻是 {1}。", "Drawn until {0}; judged as of {1}."
    ),
    "eventsLane": Text("事件（编号见下表）", "events (numbers: table below)"),
    "lightsLane": Text("亮灯", "lights"),
    "cardsLane": Text("牌", "cards"),
    "yellow": Text("黄", "yellow"),
    "red": Text("红", "red"),
    "judged": Text("判断时刻", "judged as of"),
    "weekdays": Text("一二三四五六日", "MTWTFSS"),
    "to": Text("至", "–"),
    "from": Text("起", "on"),
}

# What changed a limit, where it was no change that the profile names.
HOW: dict[str, Text] = {
    "moved": Text("改期", "moved"),
    "started": Text("改从别处起算", "counted from elsewhere"),
    "follow": Text(
        "情形改变，按新的情形从原来的起点数",
        "other facts: as the new case counts from the old start",
    ),
    "restart": Text("情形改变，重新起算", "other facts: begun anew"),
    "late_known": Text("先前不知道属于哪种情形", "the case was not known before"),
    "run_out": Text("情形改变时期限已到，不再变", "the end had come and stays"),
}

# What stands in the file itself, without any script.
FRAME: dict[str, Text] = {
    "title": Text("{0}工单复核报告", "Tickets under {0}: a report for auditors"),
    "subtitle": Text(
        "按规则逐件判断，每一项期限、每一张牌都写明条文、算法和理由。"
        "条文大意是编者自己的话，以原文为准；时刻都是当地时间。",
        "Every limit and every card with its article, the days counted, and why. What "
        "articles say is put in our own words; the originals decide. Times are local.",
    ),
    "period": Text("期间", "period"),
    "allMonths": Text("全部月份", "all months"),
    "as_of": Text("判断时刻", "judged as of"),
    "known_at": Text("知悉时刻", "known at"),
    "profile": Text("规则文件", "profile"),
    "calendar": Text("工作日历", "calendar"),
    "known_until": Text("{0}，放假安排公布到 {1}", "{0}, days off announced until {1}"),
    "balance": Text("行数平衡", "rows"),
    "rows": Text(
        "读入 {0} 行：用上 {1} 行（合成 {2} 件），放到一边 {3} 行",
        "{0} read = {1} used (in {2} histories) + {3} set aside",
    ),
    "of_nobody": Text("放到一边的行", "rows set aside"),
    "shown": Text("本页工单", "tickets here"),
    "count": Text("{0} 件", "{0}"),
    "input": Text("读入的文件", "input"),
    "digest": Text("{0}，摘要 {1}", "{0}, digest {1}"),
    "mapping": Text("列名对照表", "mapping"),
    "engine": Text("程序版本", "version"),
    "pseudonyms": Text(
        "工单编号已用密钥换成代号。", "Ids are replaced by keyed hashes."
    ),
    "readings": Text("有争议的条款取哪种读法", "Readings of disputed clauses"),
    "noscript": Text(
        "这一页的清单和说明要用浏览器的脚本才能打开。脚本写在文件里，不联网。"
        "请允许本页运行脚本；不能允许的，请看同一次审核的 Excel 工作簿。",
        "The list and the explanations need scripts, which are in this file and use no "
        "network. Allow them, or read the workbook of the same run.",
    ),
    "waiting": Text(
        "正在读取清单……如果一直停在这里，说明浏览器太旧，或者文件没有下载完整："
        "请改用 2023 年以后的 Chrome、Edge、Firefox 或者 Safari，"
        "或者看同一次审核的 Excel 工作簿。",
        "Reading the list … If this stays, the browser is too old or the file "
        "incomplete: use a Chrome, Edge, Firefox or Safari of 2023 or later, or read "
        "the workbook of the same run.",
    ),
    "figures": Text("总的情况", "The whole"),
    "by_month": Text("按月份", "By month"),
    "by_unit": Text(
        "按单位（超期多的在前）", "By unit, those with most late limits first"
    ),
    "more": Text("显示其余各行", "show the other rows"),
    "total": Text("合计", "total"),
    "nobody": Text("（没有单位）", "(no unit)"),
    "click": Text(
        "点月份或者单位，下面的清单就只列它的工单。各栏怎样计数，把鼠标停在栏名上可以看到，"
        "Excel 工作簿里也有写明。",
        "A month or a unit, when pressed, filters the list below. What a column counts "
        "is told when the pointer rests on its heading.",
    ),
    "oddities": Text("数据问题", "Findings about the data"),
    "oddity": Text("种类", "kind"),
    "number": Text("条数", "number"),
    "example": Text("举例（其中一条）", "one of them"),
    "findings": Text("导入和判断时发现的", "found while importing and judging"),
    "set_aside": Text("没有用来判断的行", "rows that were not used"),
    "weights": Text("读法的分量", "What readings weigh"),
    "disputed": Text("有争议的条款", "disputed clause"),
    "inUse": Text("现在用的", "in use"),
    "used": Text("{0}（{1}）", "{0} ({1})"),
    "option": Text("改选", "option"),
    "articles": Text("条文", "source"),
    "falls": Text("不成立", "fall"),
    "new": Text("新增", "new"),
    "moves": Text("改时刻", "move"),
    "noLonger": Text("不再超期", "no longer"),
    "newlyLate": Text("新增超期", "new"),
    "otherEnd": Text("改了期满", "other end"),
    "ofCards": Text("牌和处理", "cards"),
    "ofLate": Text("超期的时限", "late limits"),
    "undecided": Text(
        "另外试过的{0}种选法，结果没有变化",
        "{0} more options were tried and change nothing",
    ),
    "idle": Text("{0}现在用“{1}”，改选“{2}”", "{0}: “{1}” in use, “{2}” tried"),
    "tickets": Text("工单清单", "Tickets"),
    "search": Text("搜索", "search"),
    "placeholder": Text(
        "工单编号、单位、类别、结论；几个词之间空一格",
        "id, unit, kind, standing; words with a space between",
    ),
    "reset": Text("清除条件", "clear"),
    "csv": Text("下载当前清单（CSV）", "download this list (CSV)"),
    "print": Text("打印当前清单", "print this list"),
    "nothing": Text(
        "没有符合条件的工单。请放宽或者清除条件。",
        "No ticket fits. Loosen or clear the conditions.",
    ),
    "keys": Text(
        "点一行或者按回车键打开一件；上下方向键、翻页键移动；打开以后，左右方向键看前后各件，"
        "Esc 键返回；按 / 键回到搜索。",
        "Press a row or Enter to open a ticket; arrows and page keys move; in a ticket "
        "left and right go to its neighbours, Escape goes back; / goes to the search.",
    ),
}
