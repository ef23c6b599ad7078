"""Proofs that every step of a ladder is reached by something, and moves somebody."""

from collections.abc import Iterator

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.node import word_of
from hotline_rules.profile.proof import Proof, texts_under, words_in
from hotline_rules.rulebook import Effects, Place, RungEffect


def prove_ladders(proof: Proof) -> None:
    """Warn of steps nobody comes to, and of rungs that move nobody.

    Diagnostics:
        STEP_UNREACHED, RUNG_WITHOUT_ACTOR.
    """
    if not proof.ctx.incomplete:
        _prove_steps(proof)
    _prove_actors(proof)


# --- steps that nothing reaches ------------------------------------------------------


def _prove_steps(proof: Proof) -> None:
    reached = set(_reached(proof))
    for id_, ladder in proof.ctx.names.ladders.items():
        steps = ladder.child("weakest_first") or ladder.child("strongest_first")
        for step in steps.children() if steps is not None else ():
            name = word_of(step)
            rules = proof.ctx.names.find_rule(name)
            if rules or {name, f"{id_}.{name}"} & reached:
                continue
            proof.ctx.report(
                codes.STEP_UNREACHED,
                step,
                Text(
                    f"没有规则会到阶梯 `{id_}` 的 `{name}` 这一级",
                    f"no rule comes to the step `{name}` of the ladder `{id_}`",
                ),
                why=Text(
                    "没有规则或节点给出这种处罚，也没有 `rung` 写到这一级",
                    "nothing gives this penalty, and no `rung` names the step",
                ),
                fix=Text(
                    "补上到这一级的规则，或者从阶梯里删掉它",
                    "add the rule that comes to it, or drop the step",
                ),
            )


def _reached(proof: Proof) -> Iterator[str]:
    """Yield penalties given, and rungs reached as `ladder.step`, in any reading."""
    for owner, _, effects in _effects(proof):
        if effects.penalty is not None:
            yield effects.penalty.kind
            yield owner
        if effects.rung is not None:
            yield f"{effects.rung.ladder}.{effects.rung.step}"
    for entry in proof.ctx.names.entries.values():
        if proof.depends_on_reading(entry.node):
            yield from texts_under(entry.node, "penalty")
            yield from texts_under(entry.node, "rung")


def _effects(proof: Proof) -> Iterator[tuple[str, Place, Effects]]:
    """Yield every set of effects with the name and the place of what has it."""
    for rule in proof.compiled.rules:
        for case in rule.cases:
            yield rule.id, case.place, case.effects
            for mark in case.limit.marks if case.limit else ():
                yield f"{rule.id}.{mark.id}", mark.place, mark.effects
    for change in proof.compiled.changes:
        for mark in change.marks or ():
            for target in change.targets:
                yield f"{target}.{mark.id}", mark.place, mark.effects


# --- rungs that move nobody ----------------------------------------------------------


def _prove_actors(proof: Proof) -> None:
    """Warn of rungs that time alone brings and that give nobody anything to do."""
    acting = {
        pattern.event
        for rule in proof.compiled.rules
        for case in rule.cases
        if case.limit is not None
        for pattern in rule.trigger
    }
    waiting = {
        ladder
        for ladder in proof.ctx.names.ladders
        if _is_asked(f"rung.{ladder}", proof)
    }
    for rule in proof.compiled.rules:
        events = {pattern.event for pattern in rule.trigger}
        by_hand = not rule.trigger or any("." not in event for event in events)
        for case in rule.cases:
            rung = case.effects.rung
            moved = case.limit or case.effects.penalty or case.effects.status
            if rung and not moved and not by_hand and not events & acting:
                _report(rung, case.place, waiting, proof)
            for mark in case.limit.marks if case.limit else ():
                given = mark.effects.penalty or mark.effects.status
                heard = mark.on or f"{rule.id}.{mark.id}" in acting
                if mark.effects.rung and not given and not heard:
                    _report(mark.effects.rung, mark.place, waiting, proof)


def _is_asked(fact: str, proof: Proof) -> bool:
    """Say whether some entry looks at a fact."""
    return any(
        fact in words_in(entry.node) for entry in proof.ctx.names.entries.values()
    )


def _report(rung: RungEffect, place: Place, waiting: set[str], proof: Proof) -> None:
    if rung.ladder in waiting:
        return  # some other rule acts on it
    name = f"{rung.ladder}.{rung.step}"
    proof.ctx.report(
        codes.RUNG_WITHOUT_ACTOR,
        proof.span_at(place),
        Text(
            f"到了 `{name}` 这一级，没有人要做什么",
            f"nobody has to do anything when the rung `{name}` is reached",
        ),
        why=Text(
            "这一级是到了时候自己到的，没有写由谁（`who`）做什么（`must`、`do`），"
            "也没有处罚",
            "time alone brings it, and no `who` with `must` or `do` and no penalty "
            "follows",
        ),
        fix=Text(
            "写明由谁做什么；另有规则承担的，让它从同一个事件开始",
            "say who has to do what; if another rule says so, let it start from the "
            "same event",
        ),
    )
