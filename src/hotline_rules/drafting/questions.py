"""What a new city is asked about its limits, in the order of the work on a ticket.

The command line reads this list at every start, so nothing heavy is imported here.
"""

from dataclasses import dataclass
from typing import Literal

from hotline_rules.diagnostics import Text

Kind = Literal["within", "before", "past", "after"]


@dataclass(frozen=True, slots=True)
class Question:
    """One limit that cities usually have.

    Attributes:
        name: of its option and of its clause, such as `handle`.
        kind: `within`: how long somebody has; `before`, `past`: so long before or
            beyond the end of the handling limit, `due` for the end itself; `after`: so
            much longer.
        title: what it is about, as the profile calls it.
        text: the question, without a question mark.
        like: an answer, as an example of the form.
    """

    name: str
    kind: Kind
    title: Text
    text: Text
    like: str


QUESTIONS = (
    Question(
        "sign",
        "within",
        Text("签收时限", "time to sign for it"),
        Text(
            "签收：派给单位以后，多长时间内签收",
            "to sign for a ticket",
        ),
        "2 hours",
    ),
    Question(
        "contact",
        "within",
        Text("首次联系时限", "first contact"),
        Text(
            "首次联系：收到以后，多长时间内联系诉求人",
            "to contact the caller for the first time",
        ),
        "1 working day",
    ),
    Question(
        "handle",
        "within",
        Text("诉求类普通件办理时限", "handling a request"),
        Text(
            "办理：诉求类、普通件，多长时间内办结",
            "to handle an ordinary request",
        ),
        "5 working days",
    ),
    Question(
        "consult",
        "within",
        Text("咨询类普通件办理时限", "handling a consultation"),
        Text(
            "办理：咨询类、普通件，多长时间内办结",
            "to handle an ordinary consultation",
        ),
        "1 working day",
    ),
    Question(
        "urgent",
        "within",
        Text("紧急件办理时限", "handling an emergency"),
        Text(
            "办理：紧急件，多长时间内办结",
            "to handle an emergency",
        ),
        "24 hours",
    ),
    Question(
        "feedback",
        "within",
        Text("紧急件初步反馈时限", "first report on an emergency"),
        Text(
            "初步反馈：紧急件收到以后，多长时间内先反馈初步情况",
            "to report on an emergency for the first time",
        ),
        "2 hours",
    ),
    Question(
        "return",
        "within",
        Text("退单时限", "returning it"),
        Text(
            "退单：不属本单位职责的，多长时间内可以申请退单",
            "to ask to return a ticket",
        ),
        "2 working days",
    ),
    Question(
        "extension",
        "after",
        Text("延期最多到什么时候", "the longest extension"),
        Text(
            "延期：最多可以延长多少",
            "an extension at the most",
        ),
        "5 working days",
    ),
    Question(
        "yellow",
        "before",
        Text("什么时候亮黄灯", "yellow light"),
        Text(
            "黄灯：离到期还有多长时间亮黄灯",
            "left when the yellow light comes on",
        ),
        "1 working day",
    ),
    Question(
        "red",
        "past",
        Text("什么时候亮红灯", "red light"),
        Text(
            "红灯：超过期限多长时间亮红灯；一过期限就亮的，写 due",
            "beyond the end when the red light comes on; `due` for the end itself",
        ),
        "due",
    ),
    Question(
        "yellow_card",
        "past",
        Text("什么时候发黄牌", "yellow card"),
        Text(
            "黄牌：超过期限多长时间发黄牌；一过期限就发的，写 due",
            "beyond the end when a yellow card is issued; `due` for the end itself",
        ),
        "due",
    ),
    Question(
        "red_card",
        "past",
        Text("什么时候发红牌", "red card"),
        Text(
            "红牌：超过期限多长时间发红牌",
            "beyond the end when a red card is issued",
        ),
        "3 working days",
    ),
    Question(
        "supervise",
        "past",
        Text("什么时候列为督办", "supervision"),
        Text(
            "督办：超过期限多长时间列为督办",
            "beyond the end when a ticket is supervised",
        ),
        "5 working days",
    ),
    Question(
        "redo",
        "within",
        Text("重办时限", "doing it again"),
        Text(
            "重办：回访不满意退回重办的，多长时间内办结",
            "to handle a ticket that was sent back",
        ),
        "3 working days",
    ),
)
