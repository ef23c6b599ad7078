"""The recorded events: name, Chinese title, payload keys with their types.

A key is written ``key``, ``key:type`` or ``key:a|b|c`` for the only values it may have;
without a type it is text. ``date`` stands for a date or an instant. Any event may say
whose it is by ``unit``; those that are a unit's by nature list the key.
"""

_DECISION = "decision:approved|rejected"

EVENTS: tuple[tuple[str, str, str], ...] = (
    # intake
    ("ticket_created", "受理登记", "channel caller_ref matter_ref"),
    ("answered_directly", "直接答复", ""),
    (
        "intake_refused",
        "不予受理",
        "ground:litigation|arbitration|discipline|review|disclosure|petition|secret"
        "|privacy|public_order|same_facts_and_reason",
    ),
    (
        "classified",
        "类别认定",
        "kind:consultation|request urgency:normal|emergency invalid:yes_no"
        " duplicate:yes_no by",
    ),
    (
        "reclassified",
        "改变类别",
        "from:consultation|request|normal|emergency"
        " to:consultation|request|normal|emergency by",
    ),
    # routing
    ("dispatched", "派发", "unit:unit role:lead|co|accept_first due_override:date"),
    ("phone_notified", "电话告知", "unit:unit by"),
    ("signed_for", "签收", "unit:unit"),
    (
        "signed_off",
        "签批",
        "unit:unit by_role lead:unit handlers:list internal_due:date",
    ),
    ("accepted", "受理", "unit:unit"),
    ("forwarded", "转交下级单位", "from_unit:unit to_unit:unit"),
    (
        "return_requested",
        "申请退单",
        "unit:unit reason basis suggested_unit:unit site_checked:yes_no basic_facts"
        " guidance",
    ),
    ("return_decided", "退单审核", f"unit:unit {_DECISION} by"),
    # time
    (
        "extension_requested",
        "申请延期",
        "unit:unit ground promised_due:date days:number channel",
    ),
    ("extension_decided", "延期审批", f"unit:unit {_DECISION} exceptional:yes_no by"),
    (
        "continuation_declared",
        "进入续报",
        "unit:unit promised_due:date feasible:yes_no",
    ),
    ("progress_reported", "续报", "unit:unit content"),
    ("paused", "中止计时", "unit:unit reason"),
    ("resumed", "恢复计时", "unit:unit reason"),
    # handling
    ("prelim_feedback", "反馈初步意见", "unit:unit channel:phone|system"),
    ("emergency_plan_started", "启动应急预案", "unit:unit"),
    ("emergency_office_contacted", "联系应急办", "unit:unit"),
    ("handling_completed", "处理完毕", "unit:unit"),
    (
        "result_submitted",
        "反馈办理结果",
        "unit:unit channel replied_caller:yes_no procedure:yes_no result:yes_no"
        " time:yes_no legal_basis_cited:yes_no lead_named:yes_no"
        " process_described:yes_no leader_signed:yes_no sealed:yes_no"
        " advice:arbitration|litigation|other",
    ),
    ("result_backfilled", "事后补录", "unit:unit"),
    (
        "caller_contacted",
        "联系诉求人",
        "unit:unit mode:in_person|phone unable_reason evidence",
    ),
    ("caller_replied", "回复诉求人", "by"),
    ("caller_explained", "解释说明", "by_role mode"),
    ("proof_submitted", "报送证明材料", "unit:unit"),
    ("opinion_requested", "请求审查意见", "unit:unit to"),
    ("opinion_received", "收到审查意见", "unit:unit from"),
    # review
    ("reply_reviewed", "答复审核", "clear:yes_no lawful:yes_no"),
    (
        "callback_done",
        "回访",
        "unit:unit contacted:yes_no process_ok:yes_no result_ok:yes_no reason"
        " undone:yes_no demand_reasonable:yes_no",
    ),
    ("redo_ordered", "重办", "unit:unit n:number"),
    ("closed", "办结", "lawful:yes_no"),
    ("archived", "归档", ""),
    (
        "repeat_complaint",
        "重复投诉",
        "of_ticket matter_ref same_person:yes_no same_facts:yes_no same_reason:yes_no"
        " channel",
    ),
    (
        "conduct_complaint",
        "对办理行为的投诉",
        "about:unit|kb_item unit:unit clause item version",
    ),
    (
        "finding_made",
        "认定",
        "code result:yes_no act_id unit:unit by cause ground evidence",
    ),
    (
        "incident_recorded",
        "事件记录",
        "kind:leak|major_petition|skip_level_petition unit:unit consequence",
    ),
    # difficult tickets
    ("status_determined", "状态认定", "status sub_kind key:yes_no by"),
    ("opinion_issued", "提出处理意见", "unit:unit basis by"),
    (
        "coordination_held",
        "协调",
        "mode:phone|group|on_site_meeting|on_site|mediation participants:list"
        " minutes:yes_no by",
    ),
    ("coordination_failed", "协调无果", "by"),
    ("responsibility_confirmed", "明确受理单位", "unit:unit by"),
    ("amendment_proposed", "提出修改建议", "by document"),
    ("reported_up", "上报", "to by materials"),
    ("explanation_line_issued", "形成解释口径", "by"),
    ("superior_feedback", "上级反馈处理结果", "from"),
    ("leader_instruction", "领导批示", "by_role unit:unit content"),
    ("special_report_sent", "专报", "to form"),
    ("discipline_referral", "提请纪委监委", "to"),
    ("look_back_done", "回头看", "result:ok|inadequate"),
    ("petition_transferred", "提级转信访", "by"),
    ("petition_accepted", "信访受理", "by"),
    # supervision
    (
        "reminder_sent",
        "催办、告知",
        "kind:urge|unsigned|due_soon unit:unit channel to_role due_at:date",
    ),
    ("supervision_opened", "督办", "unit:unit ground by"),
    (
        "onsite_supervision_held",
        "现场督办",
        "unit:unit level:centre|county_leader attended:list stance:yes_no"
        " handled:yes_no due_at:date",
    ),
    ("card_issued", "发放红黄牌", "colour:yellow|red rule ticket unit:unit"),
    ("rectification_submitted", "报送整改意见", "unit:unit copies:number due:date"),
    (
        "rectification_assessed",
        "整改验收",
        "unit:unit result:on_time|late|adequate|inadequate|refused",
    ),
    ("accountability_started", "启动问责", "by"),
    # linkage
    (
        "item_proposed",
        "提出协调事项",
        "by kind:repeated|cross|multi_channel|legacy|other",
    ),
    ("group_consented", "工作组同意", "by"),
    ("joint_meeting_held", "联动协调会议", "participants:list plan"),
    ("minutes_issued", "会议纪要", "by"),
    ("task_assigned", "确定任务", "lead:unit due_at:date"),
    (
        "inspection_held",
        "实地核查",
        "unit:unit result:verified|not_verified immediate:yes_no",
    ),
    (
        "circular_issued",
        "通报",
        "kind:praise|criticism|accountability channel unit:unit",
    ),
    ("plan_made", "制定计划", "unit:unit due:date"),
    # units
    (
        "ranking_published",
        "考核排名",
        "month:month unit:unit group rank:number n:number tie:yes_no rates",
    ),
    ("assessment_published", "考核通报", "period:month skipped:yes_no"),
    ("bulletin_published", "月简报", "month:month"),
    ("talk_held", "约谈", "unit:unit by_role addressee_role"),
    ("rectification_ordered", "责令整改", "unit:unit by due:date"),
    ("monthly_archive_done", "月度存档", "unit:unit month:month"),
    ("consult_meeting_held", "会商", "date:date agenda"),
    ("analysis_reported", "分析上报", "unit:unit by"),
    ("ticket_list_compiled", "每日工单梳理", "date:date"),
    # knowledge base
    ("kb_review_requested", "知识库信息待审核", "item version unit:unit"),
    ("kb_confirmed", "知识库审核确认", "item version unit:unit"),
    ("kb_updated", "知识库更新", "item version unit:unit"),
)

# The payload key that says whose the event is, where it is not ``unit``.
UNIT_KEYS = {"forwarded": "to_unit", "task_assigned": "lead"}

# Facts that every trigger has besides its payload.
TRIGGER_FACTS = {
    "type": "text",
    "at": "instant",
    "weekday": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "day": "date",
    "month": "month",
    "time": "time",
}

# What an event made by the engine may carry besides the payload of its cause.
ENGINE_KEYS = {
    "unit": "unit",
    "kind": "text",
    "colour": "yellow|red",
    "rule": "text",
    "card": "text",
    "changed_by": "list",
    "month": "month",
    "last_month": "month",
}
