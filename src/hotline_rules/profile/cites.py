"""Cites: clause ids against the register, and the article as people write it."""

import re
import unicodedata
from collections.abc import Iterable

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context, part_of, text_value
from hotline_rules.profile.node import Node
from hotline_rules.profile.texts import CiteText, parse_cite
from hotline_rules.profile.unknown_names import did_you_mean


def compile_cite(node: Node | None, ctx: Context) -> tuple[str, ...]:
    """Return the clause ids of a cite; empty when there is none or it is faulty.

    Diagnostics:
        BAD_CITE, UNKNOWN_CLAUSE, ARTICLE_MISMATCH.
    """
    if node is None:
        return ()
    text = text_value(ctx, node)
    if text is None:
        return ()
    cite = parse_cite(text)
    if isinstance(cite, Fault):
        ctx.report_fault(cite, node)
        return ()
    ids = tuple(id_ for id_, _ in cite.ids)
    ctx.cited.update(ids)
    if not ctx.registers_complete:
        return ids  # a register could not be read, which is a fault of its own
    known = [id_ for id_, at in cite.ids if _is_known(id_, at, node, ctx)]
    if len(known) == len(ids):
        _check_article(cite, node, ctx)
    return tuple(known)


def require_cite(
    node: Node | None, owner: Node, what: Text, ctx: Context
) -> tuple[str, ...]:
    """Return the clause ids of a cite that must be there."""
    if node is None:
        ctx.report(
            codes.MISSING_CITE,
            owner.place,
            Text(f"{what.zh}没有写依据 `cite`", f"{what.en} has no `cite`"),
            why=Text(
                "凡是决定结果的，都要写明依据的条款",
                "whatever decides something names the clause it rests on",
            ),
            fix=Text(
                "加上 `cite: 条款编号 条文`，如 `cite: ZB-12-4 第十二条`",
                "add `cite:` with the clause id and the article",
            ),
        )
    return compile_cite(node, ctx)


def _is_known(id_: str, at: int, node: Node, ctx: Context) -> bool:
    if id_ in ctx.clauses:
        return True
    ctx.report_fault(unknown_clause(id_, ctx.clauses), part_of(node, at, len(id_)))
    return False


def unknown_clause(id_: str, known: Iterable[str]) -> Fault:
    """Return the fault of a clause that is in no register."""
    return Fault(
        codes.UNKNOWN_CLAUSE,
        Text(f"登记表里没有条款 `{id_}`", f"the register has no clause `{id_}`"),
        Text(
            "引用的编号要在文件的条款登记表里查得到（documents 的 clauses）",
            "the ids of a cite are those of the register of its document (`clauses`)",
        ),
        did_you_mean(id_, known)
        or Text("从登记表里抄来编号", "take the id from the register"),
    )


_SEPARATORS = re.compile(r"[、，,;；和及\s]+")


def _plain(article: str) -> str:
    return unicodedata.normalize("NFKC", article).replace(" ", "")


def _check_article(cite: CiteText, node: Node, ctx: Context) -> None:
    ids = [id_ for id_, _ in cite.ids]
    articles = {id_: ctx.clauses[id_].article for id_ in ids}
    if not cite.article:
        ctx.report(
            codes.BAD_CITE,
            node,
            Text(
                f"引用 `{node.value}` 没有写条文",
                f"the cite `{node.value}` lacks the article",
            ),
            why=Text(
                "只有编号，拿着条文的人对不上是哪一条",
                "who holds the text of the law does not know the ids",
            ),
            fix=Text(
                f"写成 `{node.value} {articles[ids[0]]}`",
                f"write `{node.value} {articles[ids[0]]}`",
            ),
        )
        return
    written = [part for part in _SEPARATORS.split(_plain(cite.article)) if part]
    wrong = [id_ for id_ in ids if not _agrees(written, _plain(articles[id_]))]
    if not wrong:
        return
    id_ = wrong[0]
    ctx.report(
        codes.ARTICLE_MISMATCH,
        part_of(node, cite.article_at, len(cite.article)),
        Text(
            f"条款 `{id_}` 在 {articles[id_]}，这里写的是 {cite.article}",
            f"the clause `{id_}` is {articles[id_]}, not {cite.article}",
        ),
        why=Text(
            "编号和条文必须指同一处，否则查证的人会看错地方",
            "id and article must name the same place",
        ),
        fix=Text(
            f"条文改成 {articles[id_]}，或者换一个编号",
            f"write {articles[id_]}, or another id",
        ),
        related=(Label(part_of(node, 0, len(ids[0])), Text("编号", "the id")),)
        if len(ids) == 1
        else (),
    )


def _agrees(written: list[str], article: str) -> bool:
    """Say whether a part of what is written names the article or one around it."""
    return any(article.startswith(part) or part.startswith(article) for part in written)
