"""The scenarios that are lacking at the ends and marks of a profile, proposed.

The dates come from the calendar, what happened from scenarios that there are, and what
is expected from the engine: so a person has to go over each before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate import evaluate
from hotline_rules.evaluate.output import iso
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.explain import explain_result
from hotline_rules.explain.names import Names
from hotline_rules.explain.wording import Times
from hotline_rules.scenarios.differences import Moment, differences, record_of
from hotline_rules.scenarios.invent import inventions
from hotline_rules.scenarios.scenes import TITLES, Scene, stage, wanted_scenes
from hotline_rules.scenarios.seeds import Draft, find_edge, smallest
from hotline_rules.scenarios.writing import Written, case_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.explain import Reason
    from hotline_rules.profile import Profile
    from hotline_rules.scenarios.scenes import SceneName
    from hotline_rules.scenarios.trial import Bench, Border, Trial

_MOST_INVENTED = 24
_MOST_SEEDS = 6  # scenarios that are cut down before an edge is given up
_HEAD = (
    "下面的案例由程序按规则和日历提议，用来补上没有两边都看到的界限。",
    "请逐个核对：起算的时刻、数了哪些日子、到哪一刻为止，应当照条文和日历重新推算一遍。",
    "核对无误的，删掉 confirmed 那一行，它才算数；不对的，说明规则有错或者案例有错，",
    "先查清楚再说。",
)


@dataclass(frozen=True, slots=True)
class Unreached:
    """A border for which no scenario could be made, and why."""

    border: Border
    scene: SceneName
    why: Text


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for a profile.

    Attributes:
        cases: in the order of the entries of the profile.
        unreached: what is lacking still.
    """

    profile: Profile
    cases: tuple[Written, ...]
    unreached: tuple[Unreached, ...]

    def text(self) -> str:
        """Return a file of scenarios; the same proposals give the same bytes."""
        lines = [f"# {line}" for line in _HEAD]
        if self.unreached:
            lines += ["#", "# 下面这些没有能提议出案例，要靠人写："]
            lines += [f"# - {told(one).zh}" for one in self.unreached]
        cases = "cases:" if self.cases else "cases: []"
        lines += ["", f"profile: {self.profile.id}", "", cases]
        for case in self.cases:
            lines += ["", *case_lines(case, self.profile.rulebook.zone)]
        return "\n".join([*lines, ""])


def told(one: Unreached) -> Text:
    """Return what could not be reached and why, in a line."""
    entry, scene = one.border.entry, TITLES[one.scene]
    place = "" if entry.place is None else f"（第 {entry.place.line} 行）"
    line = "" if entry.place is None else f" (line {entry.place.line})"
    return Text(
        f"{entry.name}“{entry.title}”{place}，{scene.zh}：{one.why.zh}",
        f"{entry.name}{line}, {scene.en}: {one.why.en}",
    )


def propose(
    trial: Trial, bench: Bench, *, rule: str | None = None, everything: bool = False
) -> Proposals:
    """Propose the scenarios that a trial found lacking at ends and marks.

    Args:
        trial: of the scenarios that there are.
        bench: the profile they were tried with.
        rule: only for this entry, by its name, and what is below it.
        everything: for borders that are seen from both sides as well.
    """
    cases: list[Written] = []
    unreached: list[Unreached] = []
    for border in trial.borders:
        name = border.entry.name
        if rule is not None and name != rule and not name.startswith(f"{rule}."):
            continue
        if not wanted_scenes(border.seen, everything=everything):
            continue
        proposer = _Proposer(border, trial, bench)
        for scene in wanted_scenes(proposer.seen, everything=everything):
            found = proposer.scene(scene)
            if isinstance(found, Text):
                unreached.append(Unreached(border, scene, found))
                continue
            for case in found:  # a rule and the row of its end may have one
                if not any(_same(case, other) for other in cases):
                    cases.append(case)
    return Proposals(trial.profile, tuple(cases), tuple(unreached))


def _same(one: Written, other: Written) -> bool:
    return one.draft == other.draft and one.looks == other.looks


class _Proposer:
    """Makes the scenarios of one border."""

    def __init__(self, border: Border, trial: Trial, bench: Bench) -> None:
        self.border = border
        self.key = border.entry.key
        self.trial = trial
        self.bench = bench
        self.seed = self._seed()
        self.seen = border.seen
        if isinstance(self.seed, Draft):
            edge = find_edge(self.seed, self.key, self._profiles(self.seed)[0])
            assert edge is not None  # `smallest` saw it
            self.seen = replace(border.seen, in_working_time=edge.in_working_time)

    def scene(self, name: SceneName) -> list[Written] | Text:
        """Return the scenarios of a scene, or why there are none."""
        if isinstance(self.seed, Text):
            return self.seed
        marked, plain = self._profiles(self.seed)
        edge = find_edge(self.seed, self.key, marked)
        assert edge is not None
        days = _in_force(edge.instance, plain)
        scene = stage(name, self.seed, edge, marked, days)
        if scene is None:
            return Text(
                "施行期间找不到这样的日子",
                "there are no such days while it is in force",
            )
        pair = self._pair(scene, plain)
        if isinstance(pair, Text):
            return pair
        acts = list(self._acts(scene, plain)) if name == "plain" else []
        return [pair, *acts]

    def _seed(self) -> Draft | Text:
        """Return the smallest history with the edge that some scenario has."""
        met = self.trial.uses.edges.met.get(self.key, {})
        if not met:
            return self._invented()
        seeds = sorted(
            met.values(),
            key=lambda one: (len(one[0].readings), len(one[0].history["events"])),
        )
        for scenario, at in seeds[:_MOST_SEEDS]:
            draft = Draft.of(scenario, at)
            found = smallest(draft, self.key, self._profiles(draft)[0])
            if found is not None:
                return found
        return Text(
            "案例里它总在到期以前就已经了结",
            "in the cases there are it is always over before its end",
        )

    def _invented(self) -> Draft | Text:
        """Return a history made from the conditions, if the engine finds the edge."""
        for draft in islice(inventions(self.bench.profile, self.key), _MOST_INVENTED):
            found = smallest(draft, self.key, self._profiles(draft)[0])
            if found is not None:
                return found
        return Text(
            "没有案例里有过这个期限，照规则的条件也没有造出这样的经过",
            "no case has ever had this limit, nor any history made from its conditions",
        )

    def _profiles(self, draft: Draft) -> tuple[Profile, Profile]:
        """Return the profile with the readings of a draft, marked and as it is."""
        how = (draft.readings, draft.outside_validity)
        return self.bench.variants.profile(*how), self.bench.plain.profile(*how)

    # --- the two sides ---

    def _pair(self, scene: Scene, profile: Profile) -> Written | Text:
        """Return the scenario that looks at both sides of the edge."""
        edge, history = scene.edge, scene.draft.history
        before, after = (
            evaluate(profile, history, as_of=at) for at in (edge.at - 1, edge.at)
        )
        own = name_of(edge.instance.rule.id, edge.instance.unit, edge.instance.n)
        sides = differences(before.to_dict(), after.to_dict(), own)
        if not sides:
            return Text(
                "到了那一刻，结果里没有看得见的变化",
                "nothing that can be seen changes in that second",
            )
        moments = [_moment(before, edge.at - 1), _moment(before, edge.at)]
        return Written(
            name=f"{self._title()}，{TITLES[scene.name].zh}，前一秒和那一刻",
            story=self._story(scene, before),
            comments=_arithmetic(before, after, own),
            draft=scene.draft,
            looks=list(zip(moments, (sides.before, sides.after), strict=True)),
        )

    def _title(self) -> str:
        entry = self.border.entry
        if entry.kind == "row" and entry.place is not None:
            return f"{entry.name} 第{entry.place.line}行"
        return f"{entry.title} {entry.name}"

    def _story(self, scene: Scene, result: Result) -> str:
        names, times = Names(result.plan.rulebook), Times(result.plan.zone)
        done = [
            f"{times.at(event.at, named=True).zh}{names.event_type(event.type).zh}"
            + (f"（{event.payload['unit']}）" if "unit" in event.payload else "")
            for event in result.history.events
        ]
        return f"{'，'.join(done)}。{self._edge(scene, times)}"

    def _edge(self, scene: Scene, times: Times) -> str:
        """Say in a sentence which edge it is and when."""
        entry, edge = self.border.entry, scene.edge
        if entry.kind == "mark":
            return f"“{entry.title}”从{times.at(edge.at, named=True).zh}起。"
        ends = (edge.instance.end, edge.instance.first_end)
        end = next(one for one in ends if one is not None and one.first_late == edge.at)
        title = edge.instance.body.case.title
        said = f"经“{entry.title}”改变之后，" if entry.kind == "change" else ""
        last = "（含那一刻）" if end.inclusive else ""
        return f"“{title}”{said}到{times.end_of(end, named=True).zh}{last}为止。"

    # --- done in the last second, and a second too late ---

    def _acts(self, scene: Scene, profile: Profile) -> Iterator[Written]:
        """Yield two scenarios in which what was owed is done on either side."""
        edge = scene.edge
        own = name_of(edge.instance.rule.id, edge.instance.unit, edge.instance.n)
        if self.border.entry.kind not in ("rule", "case", "row"):
            return
        for act in self._candidates(scene):
            found = []
            for at, word in ((edge.at - 1, "最后一秒办"), (edge.at, "晚一秒办")):
                done = {**act, "at": _moment_of(profile, at)}
                draft = replace(scene.draft, events=(*scene.draft.events, done))
                result = evaluate(profile, draft.history, as_of=edge.at)
                record = record_of(result.to_dict(), own)
                found.append((word, draft, result, record))
            states = [None if one[3] is None else one[3]["state"] for one in found]
            if states[0] != "met" or states[1] not in ("met_late", "lapsed"):
                continue
            for (word, draft, result, _), state in zip(found, states, strict=True):
                name = own.replace(":", " ").removesuffix(" 1")
                yield Written(
                    name=f"{self._title()}，{word}",
                    story=self._story(scene, result),
                    comments=_arithmetic(result, result, own),
                    draft=draft,
                    looks=[(_moment(result, edge.at), {"deadlines": {name: state}})],
                )
            return

    def _candidates(self, scene: Scene) -> Iterator[dict[str, Any]]:
        """Yield events of scenarios that may be what the limit asks for."""
        limit = scene.edge.instance.body.limit
        assert limit is not None
        types = [pattern.event for pattern in limit.limit.act]
        tried: list[dict[str, Any]] = []
        for scenario, _ in self.trial.uses.edges.met.get(self.key, {}).values():
            for event in scenario.history["events"]:
                if event["type"] not in types:
                    continue
                unit = scene.edge.instance.unit
                act = {k: v for k, v in event.items() if k not in ("recorded_at", "id")}
                act["at"] = ""
                if "unit" in act and unit is not None:
                    act["unit"] = unit
                if act not in tried:
                    tried.append(act)
                    yield act


def _in_force(instance: Any, profile: Profile) -> tuple[int, int]:
    """Return the days on which the document of a limit is in force and announced."""
    document = profile.rulebook.documents[instance.rule.rule.document]
    calendar = instance.body.limit.clock.calendar
    first = calendar.day_of(calendar.certain_from) + 1
    end = calendar.day_of(calendar.certain_until)
    if document.first_day is not None:
        first = max(first, document.first_day)
    if document.end_day is not None:
        end = min(end, document.end_day)
    return first, end


def _moment_of(profile: Profile, at: int) -> str:
    return str(iso(at, Zone.load(profile.rulebook.zone)))


def _moment(result: Result, at: int) -> Moment:
    return Moment(str(iso(at, result.plan.zone)))


def _arithmetic(before: Result, after: Result, own: str) -> list[str]:
    """Return the arithmetic of a limit and of a mark of it, as lines of a comment."""
    lines = ["请核对："]
    for section in explain_result(before).sections:
        for reason in section.children:
            if reason.id == own:
                lines += _lines(reason, ("start", "amount", "days", "end"))
    for section in explain_result(after).sections:
        if section.what in ("light", "penalties"):
            for reason in section.children:
                lines += _lines(reason, ("mark",))
    return lines


def _lines(reason: Reason, wanted: tuple[str, ...]) -> Iterator[str]:
    for child in reason.children:
        if child.what in wanted:
            label = "" if child.label is None else f"{child.label.zh}："
            text = "" if child.what == "days" and child.children else child.text.zh
            yield f"  {label}{text}"
            yield from (f"    {row.text.zh}" for row in child.children)
