"""Documents and their registers of clauses."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from hotline_rules.calendar import day_of_date
from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.conditions import compile_patterns
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.names import sentence_of, text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.seasons import compile_days
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Clause, Document, Patterns

DATE_SCOPE = Scope()


def compile_clauses(registers: Mapping[str, Node], ctx: Context) -> dict[str, Clause]:
    """Collect the clauses of all registers by id.

    A register is a mapping of clause ids, or of document ids to such mappings.

    Args:
        registers: trees by the path written under ``clauses``, or by document id.
        ctx: the compilation; its `documents` give the order of documents.
    """
    clauses: dict[str, Clause] = {}
    places: dict[str, Node] = {}
    for number, document in enumerate(ctx.documents):
        for id_, node in _register(document, registers, ctx).items():
            if id_ in clauses:
                ctx.report(
                    codes.NAME_CLASH,
                    node.place,
                    Text(
                        f"条款 `{id_}` 登记了两次",
                        f"the clause `{id_}` is listed twice",
                    ),
                    related=(
                        Label(places[id_].place, Text("另一处", "the other place")),
                    ),
                )
                continue
            places[id_] = node
            ctx.places["clause", id_] = node
            clauses[id_] = _clause(id_, number, node, ctx)
    return clauses


Computable = Literal["full", "finding", "none"]


def _clause(id_: str, document: int, node: Node, ctx: Context) -> Clause:
    line = node.child("line")
    computable = _computable(node)
    _check_reason(id_, computable, node, ctx)
    return Clause(
        id=id_,
        document=document,
        article=_article(node) or "",
        gist=sentence_of(node, "gist"),
        en=sentence_of(node, "en"),
        line=line.value if line and isinstance(line.value, int) else None,
        kind=text_of(node, "class") or "",
        computable=computable,
        no_rule=sentence_of(node, "no_rule"),
    )


def _article(node: Node) -> str | None:
    return node.value if isinstance(node.value, str) else text_of(node, "at")


def _computable(node: Node) -> Computable:
    """Return what the register says, or what having a reason not to be ruled says."""
    words: tuple[Computable, ...] = ("full", "finding", "none")
    said = text_of(node, "computable")
    for word in words:
        if said == word:
            return word
    return "none" if node.child("no_rule") is not None else "full"


def _check_reason(id_: str, computable: Computable, node: Node, ctx: Context) -> None:
    """Demand a reason of clauses that yield nothing, and only of them.

    Diagnostics:
        MISSING_KEY, KEYS_CLASH.
    """
    reason = node.child("no_rule")
    if computable == "none" and reason is None:
        ctx.report(
            codes.MISSING_KEY,
            node.place,
            Text(
                f"条款 `{id_}` 不能算，却没有写 `no_rule`",
                f"the clause `{id_}` is not computable and has no `no_rule`",
            ),
            why=Text(
                "不产生规则的条款要说明原因，才分得清是没有规定还是遗漏",
                "a clause that yields nothing says why, so that silence is not neglect",
            ),
            fix=Text("加上 `no_rule: 原因`", "add `no_rule:` with the reason"),
        )
    if computable != "none" and reason is not None:
        ctx.report(
            codes.KEYS_CLASH,
            reason.place,
            Text(
                f"条款 `{id_}` 写明能算（{computable}），又写了 `no_rule`",
                f"the clause `{id_}` is computable ({computable}) and has `no_rule`",
            ),
            why=Text(
                "能算的条款要由规则承担，不能用一句理由代替",
                "a computable clause is carried by the profile, not excused",
            ),
            fix=Text(
                "在规则里引用它并删掉 `no_rule`，或改为 `computable: none`",
                "cite it and drop `no_rule`, or write `computable: none`",
            ),
        )


def _register(
    document: str, registers: Mapping[str, Node], ctx: Context
) -> Mapping[str, Node]:
    path = text_of(ctx.names.documents[document], "clauses")
    for key in (path, document):
        root = registers.get(key) if key is not None else None
        if root is None:
            continue
        nested = root.child(document)
        items = (nested if nested is not None else root).value
        if isinstance(items, dict):
            return items
    return {}


def compile_documents(ctx: Context) -> tuple[Document, ...]:
    """Compile the section ``documents``; what is faulty is reported and left out."""
    found = [_document(id_, ctx) for id_ in ctx.documents]
    return tuple(document for document in found if document is not None)


def _document(id_: str, ctx: Context) -> Document | None:
    node = ctx.names.documents[id_]
    cites = compile_cite(node.child("cite"), ctx)
    days = _in_force(node.child("in_force"), ctx)
    law_at = node.child("law_at")
    duties = _law_at(law_at, "duties", ctx)
    actions = _law_at(law_at, "actions", ctx) if _says_actions(law_at) else duties
    procedure = _law_at(law_at, "procedure", ctx)
    replaces = _documents(node.child("replaces"), ctx)
    disputed = _disputed(node.child("disputed"), ctx)
    after_end = _after_end(node.child("after_end"), ctx)
    parts = (days, duties, actions, procedure, replaces, disputed, after_end)
    if any(part is None for part in parts):
        return None
    first_day, end_day = days or (None, None)
    return Document(
        id=id_,
        title=text_of(node, "title") or id_,
        number=text_of(node, "number") or "",
        first_day=first_day,
        end_day=end_day,
        disputed=disputed or (),
        after_end=after_end or "apply_and_flag",
        law_at_duties=duties or (),
        law_at_actions=actions or (),
        law_at_procedure=procedure or (),
        replaces=replaces or (),
        issuer=text_of(node, "issuer") or "",
        issued=_day(node.child("issued")),
        cites=cites,
    )


def _day(node: Node | None) -> int | None:
    """A plain date as a day; that it is one is a matter of shape."""
    value = None if node is None else node.value
    return day_of_date(value) if isinstance(value, date) else None


AfterEnd = Literal["apply_and_flag", "refuse"]


def _after_end(node: Node | None, ctx: Context) -> AfterEnd | None:
    if node is None:
        return "apply_and_flag"
    options: tuple[AfterEnd, ...] = ("apply_and_flag", "refuse")

    def read(leaf: Node) -> AfterEnd | None:
        for option in options:
            if leaf.value == option:
                return option
        what = Text("`after_end` 的写法", "word for `after_end`")
        fault = unknown(codes.WRONG_VALUE, what, word_of(leaf), options)
        ctx.report_fault(fault, leaf)
        return None

    return compile_constant(node, read, DATE_SCOPE, ctx)


def _in_force(node: Node | None, ctx: Context) -> tuple[int | None, int | None] | None:
    if node is None:
        return None, None  # that the key is missing is a fault of shape
    folded = _fold_edges(node, ctx)
    return None if folded is None else compile_days(folded, ctx)


def _fold_edges(node: Node, ctx: Context) -> Node | None:
    """Settle days that a reading chooses."""
    if not isinstance(node.value, dict):
        return node
    items: dict[str, Node] = {}
    for key, child in node.value.items():
        chosen = compile_constant(child, lambda leaf: leaf, DATE_SCOPE, ctx)
        if chosen is None:
            return None
        items[key] = chosen
    return Node(node.span, node.key_span, node.path, items)


def _disputed(node: Node | None, ctx: Context) -> tuple[tuple[int, int], ...] | None:
    if node is None:
        return ()
    listed = node.children() if isinstance(node.value, list) else [node]
    spans = [compile_days(child, ctx) for child in listed]
    good = tuple(
        (span[0], span[1])
        for span in spans
        if span is not None and span[0] is not None and span[1] is not None
    )
    return good if len(good) == len(spans) else None


def _law_at(node: Node | None, key: str, ctx: Context) -> Patterns | None:
    """Return the events whose latest occurrence decides; none is the trigger."""
    child = node.child(key) if node is not None else None
    if child is None:
        return ()

    def read(leaf: Node) -> Patterns | None:
        if leaf.value == "the_event":
            return ()
        return compile_patterns(leaf, DATE_SCOPE, ctx)

    return compile_constant(child, read, DATE_SCOPE, ctx)


def _says_actions(node: Node | None) -> bool:
    return node is not None and node.child("actions") is not None


def _documents(node: Node | None, ctx: Context) -> tuple[int, ...] | None:
    if node is None:
        return ()
    listed = list(node.children()) if isinstance(node.value, list) else [node]
    found = []
    for child in listed:
        id_ = word_of(child)
        if id_ in ctx.documents:
            found.append(ctx.documents.index(id_))
            continue
        what = Text("文件", "document")
        ctx.report_fault(
            unknown(codes.UNKNOWN_DOCUMENT, what, id_, ctx.documents), child
        )
    return tuple(found) if len(found) == len(listed) else None
