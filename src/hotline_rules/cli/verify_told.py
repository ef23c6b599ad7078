"""What `verify` says: each doubt as it is found, then what was looked at."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker import Count, Finding
    from hotline_rules.diagnostics.model import Language

_LISTS = {
    "deadlines": Text("时限", "deadlines"),
    "penalties": Text("牌和扣分等后果", "penalties"),
    "actions": Text("应办事项", "actions"),
    "statuses": Text("状态", "statuses"),
    "rungs": Text("阶梯", "rungs"),
    "light": Text("灯", "lights"),
}
_ABOUT = {
    "file": Text("文件", "file"),
    "input": Text("输入", "input"),
    "rules": Text("规则和日历", "rules"),
    "balance": Text("核对数目", "balance"),
    "table": Text("结果表", "table"),
    "ticket": Text("工单", "ticket"),
    "event": Text("事件", "event"),
    "report": Text("报告", "report"),
    **_LISTS,
}
_UNTOLD_SHOWN = 12


class Teller:
    """Writes what was found to standard output.

    Args:
        lang: of the sentences.
        lines: a line of JSON for each doubt instead, and one for the end.
    """

    def __init__(self, lang: Language, *, lines: bool) -> None:
        self._lang: Language = lang
        self._lines = lines
        self.found = 0

    def tell(self, finding: Finding) -> None:
        """Write one doubt."""
        self.found += 1
        if self._lines:
            sys.stdout.write(_json(finding, self._lang) + "\n")
            return
        lang = self._lang
        where = [f"{_ABOUT[finding.about].in_(lang)} {finding.name}"]
        if finding.id is not None and finding.about != "ticket":
            where.insert(
                0, Text(f"工单 {finding.id}", f"ticket {finding.id}").in_(lang)
            )
        if finding.place is not None:
            where.append(Text(f"（{finding.place}）", f" ({finding.place})").in_(lang))
        sys.stdout.write(f"{self.found}. {_join(where, lang)}\n")
        says = (
            finding.says
            if finding.field is None
            else (f"{finding.field} = {finding.says}")
        )
        if says:
            sys.stdout.write(
                Text(f"   报告写的：{says}\n", f"   the report: {says}\n").in_(lang)
            )
        gives = finding.gives
        sys.stdout.write(
            Text(
                f"   复核所见：{gives.zh} [{finding.code}]\n",
                f"   what we find: {gives.en} [{finding.code}]\n",
            ).in_(lang)
        )

    def close(self, count: Count, manifest: Mapping[str, Any], *, whole: bool) -> None:
        """Write what was looked at and how it came out.

        Args:
            count: what was checked.
            manifest: of the run.
            whole: whether the tickets were looked at at all.
        """
        if self._lines:
            summary = {"whole": whole, **self._summary(count)}
            sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
            return
        closing = self._closing(count, manifest) if whole else _stopped(manifest)
        for line in closing:
            sys.stdout.write(line.in_(self._lang) + "\n")

    def _summary(self, count: Count) -> dict[str, Any]:
        return {
            "doubts": self.found,
            "tickets": count.tickets,
            "answers": [
                {"list": table, "outcome": outcome, "number": number}
                for (table, outcome), number in sorted(count.answers.items())
            ],
            "not_checkable": [
                {"list": table, "rule": rule, "code": code, "number": number}
                for (table, rule, code), number in sorted(count.untold.items())
            ],
        }

    def _closing(self, count: Count, manifest: Mapping[str, Any]) -> list[Text]:
        profile, options = manifest["profile"], manifest["options"]
        told = [
            Text(
                f"规则 {profile['id']}，判断到 {options['as_of']}；"
                f"工单 {count.tickets:,} 件，文件 {len(manifest['outputs'])} 个。",
                f"rules {profile['id']}, as of {options['as_of']}; {count.tickets:,} "
                f"tickets, {len(manifest['outputs'])} files.",
            ),
            *_readings(profile["readings"], count.own_readings),
        ]
        for table, title in _LISTS.items():
            numbers = [
                count.answers[table, one] for one in ("borne_out", "doubt", "open")
            ]
            if any(numbers):
                good, bad, untold = numbers
                told.append(
                    Text(
                        f"{title.zh}：有据 {good:,}，有疑 {bad:,}，"
                        f"凭证据无从复核 {untold:,}",
                        f"{title.en}: {good:,} borne out, {bad:,} in doubt, {untold:,} "
                        "not checkable from the evidence",
                    )
                )
        for (table, rule, code), number in count.untold.most_common(_UNTOLD_SHOWN):
            why, title = count.reasons[code], _LISTS[table]
            told.append(
                Text(
                    f"   无从复核 {number:,} 项：{title.zh} {rule}，{why.zh}",
                    f"   not checkable, {number:,}: {title.en} {rule}, {why.en}",
                )
            )
        return [*told, self._verdict(count)]

    def _verdict(self, count: Count) -> Text:
        if self.found:
            return Text(
                f"共 {self.found:,} 个疑点，见上面各条。",
                f"{self.found:,} doubts, told above.",
            )
        if any(one == "open" for _, one in count.answers):
            return Text(
                "没有疑点；标明无从复核的，要人看。",
                "no doubts; what is not checkable is for a person.",
            )
        return Text("没有疑点，逐项有据。", "no doubts: everything is borne out.")


def _stopped(manifest: Mapping[str, Any]) -> list[Text]:
    """That nothing but files and numbers was looked at, and what to do about it."""
    tickets = manifest["counts"]["tickets"]
    return [
        Text(
            f"只核对了文件和数目，下面的没有复核：{tickets:,} 件工单，一件也没有看。",
            f"only files and numbers were looked at: of the {tickets:,} tickets none "
            "was checked.",
        ),
        Text(
            "复核要用审核时的文件、规则和密钥，缺一样、换一样都不行。"
            "备齐了，导出表用 --inputs 写上，再运行一次。",
            "all files, rules and keys must be those of the run: find the right ones, "
            "name the exports with --inputs, and run again.",
        ),
    ]


def _readings(used: Mapping[str, str], own: Mapping[str, str]) -> list[Text]:
    """The readings in use; by name those that the rules have otherwise."""
    if not own:
        return []  # no rules were read
    other = [f"{code}={word}" for code, word in used.items() if own.get(code) != word]
    listed = Text("、".join(other) or "无", ", ".join(other) or "none")
    told = Text(
        f"读法 {len(used)} 条（见 manifest.json），与规则文件不同的：{listed.zh}。",
        f"{len(used)} readings, listed in manifest.json; other than the rules have "
        f"them: {listed.en}.",
    )
    return [told]


def _join(parts: list[str], lang: Language) -> str:
    if lang == "zh":
        return "，".join(parts).replace("，（", "（")
    return ", ".join(parts).replace(",  (", " (")


def _json(finding: Finding, lang: Language) -> str:
    plain = {
        "code": finding.code,
        "about": finding.about,
        "name": finding.name,
        "ticket": finding.ticket,
        "id": finding.id,
        "field": finding.field,
        "says": finding.says,
        "gives": finding.gives.in_(lang),
        "place": finding.place,
    }
    return json.dumps(plain, ensure_ascii=False)
