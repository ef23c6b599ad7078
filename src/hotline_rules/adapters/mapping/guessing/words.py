"""The usual headings and words of 12345 systems, and what they probably mean.

The first word that fits wins, so the sure ones stand first. Nothing here decides: all
of it is proposed to a person, who confirms it.
"""

from __future__ import annotations

ZONE = "Asia/Shanghai"

ID = (
    "工单编号", "工单号", "受理编号", "受理单号", "工单流水号", "流水号", "诉求编号",
    "事项编号", "业务编号", "任务编号", "案件编号", "单号", "编号", "case:concept:name",
    "ocel:oid", "case_id", "ticket_id", "id",
)  # fmt: skip

# What happened, by what stands before 时间 or 日期 in a heading, or in a column of
# operations.
HAPPENED: dict[str, tuple[str, ...]] = {
    "ticket_created": (
        "受理", "工单受理", "登记", "受理登记", "创建", "工单创建", "生成", "来电",
        "接听", "立案", "提交", "诉求提交", "录入",
    ),
    "classified": ("分类", "类别认定", "定性"),
    "phone_notified": ("电话告知", "电话通知"),
    "prelim_feedback": ("初步反馈", "初步意见", "首次反馈"),
    "continuation_declared": ("续报申请", "申请续报", "进入续报"),
    "return_decided": (
        "退单审核", "退单审批", "退回审核", "退回审批", "退单批准", "退单批复",
        "审核退单", "审批退单",
    ),
    "return_requested": (
        "退单", "申请退单", "退单申请", "退回", "申请退回", "退回申请", "退件", "退办",
    ),
    "extension_decided": (
        "延期审批", "延期审核", "延期批准", "延期批复", "延时审批", "审批延期",
        "审核延期",
    ),
    "extension_requested": (
        "申请延期", "延期申请", "延期", "申请延时", "延时申请", "延时",
    ),
    "redo_ordered": (
        "重办", "返工", "重新交办", "退回重办", "发回重办", "重新办理", "重新派单",
    ),
    "dispatched": (
        "派单", "派发", "工单派发", "转办", "交办", "派遣", "下派", "分派", "转派",
        "下发", "分拨", "转单",
    ),
    "signed_for": ("签收", "接单", "接收", "查收", "签收工单", "领取"),
    "reply_reviewed": ("答复审核", "反馈审核", "回复审核", "办理结果审核"),
    "caller_contacted": (
        "联系诉求人", "首次联系", "联系群众", "联系市民", "联系来电人", "联系",
    ),
    "progress_reported": ("续报", "进展反馈", "进展", "阶段性反馈", "过程反馈"),
    "result_submitted": (
        "反馈", "办结反馈", "反馈结果", "结果反馈", "办理反馈", "回复",
        "答复", "办复", "回单", "办理完成", "处理完成", "办毕",
    ),
    "callback_done": ("回访", "电话回访"),
    "closed": ("办结", "结案", "完结", "工单办结", "关闭", "结束"),
    "archived": ("归档", "工单归档"),
    "reminder_sent": ("催办", "催单"),
    "supervision_opened": ("督办",),
    "paused": ("挂起", "中止", "暂停"),
    "resumed": ("恢复", "解挂", "解除挂起"),
}  # fmt: skip
ONCE = ("ticket_created", "closed", "archived")
# What the unit of the first dispatch does itself; later the ticket may be another's.
AT_FIRST = (
    "dispatched", "phone_notified", "signed_for", "prelim_feedback",
    "return_requested", "return_decided",
)  # fmt: skip
ALWAYS = {"dispatched": {"role": "lead"}, "reminder_sent": {"kind": "urge"}}

UNIT = (
    "承办单位", "主办单位", "主承办单位", "办理单位", "责任单位", "处理单位",
    "主责单位", "经办单位", "承办部门", "主办部门", "办理部门", "责任部门", "处理部门",
    "派往单位",
)  # fmt: skip
CO_UNIT = ("协办单位", "协办部门", "配合单位", "协同单位")

# What events carry besides: event, key, and headings. `filled`: whether something
# stands there is all that is read.
CARRIED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "return_requested",
        "reason",
        ("退单原因", "退单理由", "退回原因", "退回理由", "退单说明"),
    ),
    (
        "return_requested",
        "suggested_unit",
        ("建议承办单位", "建议单位", "建议转办单位", "建议承办部门"),
    ),
    ("classified", "kind", ("认定类型", "认定类别", "分类结果")),
    (
        "return_decided",
        "decision",
        ("退单审核结果", "退单审批结果", "是否同意退单", "退单结果", "退回审核结果"),
    ),
    (
        "extension_requested",
        "promised_due",
        (
            "延期至", "延期到", "申请延期至", "延期截止时间", "延期截止日期",
            "延期期限", "延期后时限", "延期后期限", "承诺办结时间", "延期时间至",
        ),
    ),
    ("extension_requested", "days", ("延期天数", "申请延期天数", "延期工作日")),
    ("extension_requested", "ground", ("延期原因", "延期理由", "申请延期原因")),
    (
        "extension_decided",
        "decision",
        (
            "延期审批结果", "延期审核结果", "是否同意延期", "延期结果", "延期审批意见",
            "延期审批状态",
        ),
    ),
    (
        "result_submitted",
        "replied_caller",
        (
            "是否回复", "是否答复", "是否已答复", "是否已回复", "是否回复诉求人",
            "是否答复诉求人", "是否联系诉求人", "是否告知诉求人", "是否答复来电人",
            "是否答复群众", "是否回复群众", "是否答复市民", "是否回复市民",
        ),
    ),
    (
        "callback_done",
        "process_ok",
        ("过程满意度", "过程是否满意", "办理过程满意度", "服务满意度"),
    ),
    (
        "callback_done",
        "result_ok",
        (
            "是否满意", "满意度", "满意情况", "评价结果", "满意度评价", "回访满意度",
            "结果满意度", "办理结果满意度", "回访结果",
        ),
    ),
    (
        "callback_done",
        "contacted",
        ("是否联系上", "回访是否成功", "是否接通", "回访是否接通"),
    ),
)  # fmt: skip
# The same in a log, where the column does not say of which event it speaks.
CARRIED_IN_LOGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("extension_decided", "decision", ("审核结果", "审批结果", "处理结果")),
    ("extension_requested", "days", ("天数",)),
    (
        "extension_requested",
        "promised_due",
        ("承诺期限", "承诺日期", "承诺办结日期"),
    ),
    ("dispatched", "role", ("办理角色", "单位角色", "承办角色", "主协办")),
)
# In a log each row has a channel of its own: the caller's is that of the intake.
CHANNEL_IN_LOGS = ("渠道",)
FREE_TEXT = ("reason", "ground")
FILLED = "有"

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "kind": (
        "诉求类型", "工单类型", "诉求类别", "工单类别", "事项类型", "诉求性质",
        "业务类型", "工单分类", "诉求分类", "事项分类", "类型", "类别",
    ),
    "urgency": ("紧急程度", "紧急等级", "紧急级别", "缓急程度", "紧急度"),
    "level": ("层级", "工单层级", "工单级别", "办理层级"),
    "channel": (
        "工单来源", "诉求来源", "来源渠道", "来电渠道", "受理渠道", "诉求渠道", "来源",
        "渠道", "受理方式",
    ),
    "locality": (
        "所属区县", "区县", "所属区域", "属地", "事发区县", "所属地区", "行政区划",
        "区域",
    ),
    "field": ("业务领域", "所属领域", "行业分类"),
    "subkind": ("细类", "诉求细类", "二级分类", "小类"),
    "secret": ("是否涉密",),
    "confidential": ("是否保密", "信息保密", "是否要求保密"),
    "litigation": ("是否涉诉",),
    "no_publish": ("是否不公开",),
}  # fmt: skip

# Words of cells: value to texts. What is `UNSURE` is asked about although it is said.
VALUES: dict[str, dict[str | bool, tuple[str, ...]]] = {
    "kind": {
        "consultation": ("咨询", "咨询类", "政策咨询"),
        "request": (
            "求助", "求助类", "投诉", "投诉类", "举报", "举报类", "建议", "建议类",
            "意见", "意见建议", "求决", "诉求", "诉求类", "投诉举报",
        ),
    },
    "urgency": {
        "normal": ("一般", "普通", "平件", "正常", "常规", "非紧急", "不紧急", "否"),
        "emergency": ("紧急", "特急", "加急", "急件", "突发", "应急", "是"),
    },
    "level": {
        "city": ("市级", "市"),
        "county": ("县级", "区级", "区县级", "区县"),
        "provincial": ("省级", "省"),
    },
    "role": {
        "lead": ("主办", "主办单位", "承办", "主承办"),
        "co": ("协办", "协办单位", "配合"),
        "accept_first": ("首接", "先行受理"),
    },
    "decision": {
        "approved": ("同意", "通过", "批准", "审核通过", "审批通过", "是", "已同意"),
        "rejected": (
            "不同意", "不通过", "驳回", "否", "拒绝", "不批准", "审核不通过", "未通过",
            "审批不通过", "退回",
        ),
    },
    "yes_no": {
        True: ("是", "有"),
        False: ("否", "无"),
    },
    # Whoever could not be reached is not dissatisfied: each has its own words.
    "result_ok": {
        True: ("是", "满意", "非常满意", "很满意", "已解决"),
        False: ("否", "不满意", "非常不满意", "很不满意", "未解决"),
    },
    "process_ok": {
        True: ("是", "满意", "非常满意", "很满意"),
        False: ("否", "不满意", "非常不满意", "很不满意"),
    },
    "contacted": {
        True: ("是", "接通", "已接通", "成功", "已联系"),
        False: ("否", "未接通", "失败", "未联系"),
    },
    "replied_caller": {
        True: ("是", "已答复", "已回复", "已联系"),
        False: ("否", "未答复", "未回复", "未联系"),
    },
}  # fmt: skip
UNSURE = (
    "建议",
    "建议类",
    "意见",
    "意见建议",
    "举报",
    "举报类",
    "投诉",
    "投诉类",
    "突发",
)

AGREED = ("同意", "通过", "批准", "准予")
REFUSED = ("不同意", "不通过", "驳回", "拒绝", "未通过", "不予", "不批准")

# --- a row for each event -------------------------------------------------------------

OPERATION = (
    "操作", "操作环节", "操作类型", "操作名称", "环节", "环节名称", "流程环节",
    "处理环节", "办理环节", "节点", "节点名称", "流程节点", "动作",
    "事件", "事件类型", "活动", "concept:name", "activity", "ocel:activity",
)  # fmt: skip
OPERATED_AT = (
    "操作时间", "处理时间", "办理时间", "发生时间", "环节时间", "时间",
    "time:timestamp", "timestamp", "ocel:timestamp",
)  # fmt: skip
RECORDED_AT = ("录入时间", "入库时间", "记录时间", "系统时间")
RECEIVER = (
    "接收单位", "接收部门", "派往单位", "转往单位", "下一环节单位", "去向单位",
)  # fmt: skip
# What the handling unit does itself. Of what others do to it (a decision, a call-back,
# a closing) a log says who did it, which is not whose ticket it is.
BY_UNITS = (
    "signed_for", "prelim_feedback", "return_requested", "extension_requested",
    "continuation_declared", "progress_reported", "caller_contacted",
    "result_submitted", "paused", "resumed",
)  # fmt: skip
OPERATED_BY = ("操作单位", "处理单位", "办理单位", "操作部门", "处理部门", "org:group")
NO_EVENT = ("打印", "查看", "浏览", "下载", "导出", "修改", "编辑", "阅读")

# --- columns that are not read --------------------------------------------------------

PERSONAL = (
    "姓名", "联系方式", "来电人", "诉求人", "联系人", "反映人", "市民", "群众",
    "当事人", "电话",
    "手机", "号码", "地址", "住址", "位置", "身份证", "证件", "内容", "描述", "标题",
    "主题", "详情", "备注", "意见", "说明", "坐席", "话务员", "经办人", "办理人",
    "处理人", "操作人", "受理人", "派单人", "签收人", "回访人", "审核人", "录音",
    "邮箱", "微信", "性别", "年龄", "工号", "经度", "纬度", "附件", "办理结果",
    "反馈结果", "答复结果", "原因", "理由", "resource",
)  # fmt: skip
COMPUTED = (
    "时限", "截止", "到期", "限办", "应办", "期限", "剩余", "超期", "逾期", "超时",
    "用时", "耗时", "时长", "预警", "亮灯", "红黄牌",
)  # fmt: skip

BLANK = (
    "-", "--", "—", "——", "/", "无", "空", "NULL", "null", "None", "N/A", "暂无",
    "未填", "0", "1900-01-00", "1899-12-30", "0000-00-00 00:00:00",
)  # fmt: skip
