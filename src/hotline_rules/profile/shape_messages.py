"""What is said of a value that has not the form of the language.

One function for each kind of fault; where it stands and that it is one, `shape` knows.
"""

import re

from hotline_rules.diagnostics import Diagnostic, Span, Text, codes, diagnostic, suggest
from hotline_rules.profile.amounts import no_unit
from hotline_rules.profile.node import Node
from hotline_rules.profile.schema_types import ID_FORM, KIND_NAMES, Leaf


def start(span: Span) -> Span:
    """Return the first character of a span: where a text begins."""
    return Span(span.file, span.line, span.column, span.line, span.column)


def short(text: str) -> str:
    """Return a text as a message quotes it, at most forty characters."""
    return text if len(text) <= 40 else text[:40] + "…"


def not_a_mapping(root: Node) -> Diagnostic:
    """Report a profile that holds no keys."""
    kind = root.kind()
    return diagnostic(
        codes.NOT_A_MAPPING,
        root.span,
        Text(f"文件最外层是{kind.zh}", f"the file holds {kind.en} instead of keys"),
        why=Text(
            "规则文件最外层是一组键：format、city、title、documents、rules 等",
            "a profile is a block of keys: format, city, title, documents, rules …",
        ),
        fix=Text(
            "从现成的规则文件复制一份来改", "start from a copy of a bundled profile"
        ),
    )


def not_a_register(root: Node) -> Diagnostic:
    """Report a register that holds no clauses."""
    kind = root.kind()
    return diagnostic(
        codes.NOT_A_MAPPING,
        root.span,
        Text(
            f"登记表的最外层是{kind.zh}", f"the register holds {kind.en}, not clauses"
        ),
        why=Text(
            "登记表最外层是一组条款：编号、条文位置和大意",
            "a register is a block of clauses: id, where it stands, what it says",
        ),
        fix=Text(
            "写成 `ZB-11-3-a: {at: 第十一条（三）, gist: 大意}`",
            "write `ZB-11-3-a: {at: 第十一条（三）, gist: what it says}`",
        ),
    )


def missing_value(node: Node) -> Diagnostic:
    """Report a key with nothing after it."""
    key = node.path[-1] if node.path else None
    shown = f"`{short(key)}`" if isinstance(key, str) else None
    return diagnostic(
        codes.MISSING_VALUE,
        node.place,
        Text(
            f"{shown} 后面没有写值" if shown else "这一项是空的",
            f"{shown} has no value" if shown else "an empty item",
        ),
        why=Text(
            "空着不等于“没有”：程序不替人猜",
            "an empty value does not mean none; nothing is guessed",
        ),
        fix=Text(
            "补上值（`#` 后面的字是注释，不算值）；用不到就删掉整行",
            "write the value (what follows `#` is a comment), or delete the whole line",
        ),
    )


def wrong_kind(
    node: Node, leaf: Leaf | None, kind: str, example: str | None, about: Text | None
) -> Diagnostic:
    """Report a value of another kind than its key takes."""
    wanted = _wanted(leaf, kind)
    given = node.kind()
    name = _name(node)
    plain = "" if isinstance(node.value, list | dict) else str(node.value)
    numbered = re.search(": [0-9]", example or "")
    if re.search(": [0-9.]+ [a-z]", example or "") and type(node.value) is int:
        fault = no_unit(node.value)
        return diagnostic(
            fault.code, node.span, fault.headline, why=fault.why, fix=fault.fix
        )
    if isinstance(leaf, Leaf) and leaf.kinds == ("text",) and plain and not numbered:
        fix = Text(f'要写文字就加半角引号："{plain}"', f'quote it: "{plain}"')
    elif kind.startswith("list") and (items := _as_items(plain)):
        fix = Text(f"写成 `[{items}]`", f"write `[{items}]`")
    elif example:
        fix = Text(f"例如 `{example}`", f"for example `{example}`")
    else:
        fix = Text(f"改成{wanted.zh}", f"write {wanted.en}")
    return diagnostic(
        codes.WRONG_KIND,
        node.span,
        Text(
            f"{name}应当是{wanted.zh}，这里是{given.zh}",
            f"{name}should be {wanted.en}, not {given.en}",
        ),
        why=about and Text(f"这个键要写的是：{about.zh}", f"the key says: {about.en}"),
        fix=fix,
    )


def _as_items(text: str) -> str:
    """Return a text as the items of a list in brackets, empty when it is none."""
    words = re.split("[、，,;；\\s]+", text.strip("【】[]（）() "))
    return ", ".join(words) if text.isprintable() and all(words) else ""


def _name(node: Node) -> str:
    key = node.path[-1] if node.path else None
    return f"`{short(key)}` " if isinstance(key, str) else ""


def _wanted(leaf: Leaf | None, kind: str) -> Text:
    if isinstance(leaf, Leaf):
        if leaf.words and len(leaf.kinds) == 1:
            kind_name = KIND_NAMES[leaf.kinds[0]].zh
            return Text(
                f"{kind_name} {_listed(leaf, '、')}", f"one of {_listed(leaf, ', ')}"
            )
        names = [KIND_NAMES[kind] for kind in leaf.kinds]
        if leaf.kinds == ("flag",):
            return Text(" true 或 false", "true or false")
        return Text("或".join(n.zh for n in names), " or ".join(n.en for n in names))
    return KIND_NAMES["list" if kind.startswith("list") else "block"]


def _listed(leaf: Leaf, comma: str) -> str:
    return comma.join(str(word) for word in leaf.words)


def unknown_word(node: Node, leaf: Leaf) -> Diagnostic:
    """Report a word that is none of those a key takes."""
    given = short(str(node.value))
    near = suggest(given, [str(word) for word in leaf.words])
    if near:
        fix = Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    else:
        fix = Text("从上面的词里选一个", "choose one of these")
    return diagnostic(
        codes.UNKNOWN_WORD,
        node.span,
        Text(f"{_name(node)}不能写 `{given}`", f"{_name(node)}cannot be `{given}`"),
        why=Text(f"可以写：{_listed(leaf, '、')}", f"it can be: {_listed(leaf, ', ')}"),
        fix=fix,
    )


def bad_form(node: Node, leaf: Leaf, example: str | None) -> Diagnostic:
    """Report a text that is not written as its key asks."""
    form = leaf.form_says or leaf.name
    return diagnostic(
        codes.BAD_FORM,
        node.span,
        Text(
            f"`{short(str(node.value))}` 不是{leaf.name.zh}的写法",
            f"`{short(str(node.value))}` is not {leaf.name.en}",
        ),
        why=Text(f"写法：{form.zh}", f"the form is: {form.en}"),
        fix=Text(f"例如 `{example}`", f"for example `{example}`") if example else None,
    )


def bad_key(node: Node, leaf: Leaf) -> Diagnostic:
    """Report a key that is not written as keys of its place are."""
    key = short(str(node.path[-1]))
    form = leaf.form_says or leaf.name
    return diagnostic(
        codes.BAD_FORM,
        node.place,
        Text(
            f"键 `{key}` 不是{leaf.name.zh}的写法",
            f"the key `{key}` is not {leaf.name.en}",
        ),
        why=Text(f"写法：{form.zh}", f"the form is: {form.en}"),
        fix=Text(
            "改用英文编号，中文写在 title 里",
            "use an id in English and put the Chinese into `title`",
        )
        if leaf.form == ID_FORM
        else None,
    )
