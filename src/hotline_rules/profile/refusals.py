"""The sentences about what YAML can do and a rule file may not."""

from hotline_rules.diagnostics import Diagnostic, Label, Span, Text, codes, diagnostic


def too_big(name: str, size: int, limit: int) -> Diagnostic:
    """Report a file beyond the limit of size."""
    return diagnostic(
        codes.FILE_TOO_BIG,
        Span(name, 1, 1, 1, 1),
        Text(
            f"文件有 {size:,} 字节，最多 {limit:,} 字节",
            f"the file has {size:,} bytes, {limit:,} at most are read",
        ),
        why=Text(
            "一个城市的规则约十万字节；这么大的多半不是规则文件",
            "the rules of a city take about 100,000 bytes; this is probably something "
            "else",
        ),
        fix=Text("检查是否选错了文件", "check that it is the file you mean"),
    )


def empty_file(name: str) -> Diagnostic:
    """Report a file without any content."""
    return diagnostic(
        codes.EMPTY_FILE,
        Span(name, 1, 1, 1, 1),
        Text("文件里没有内容", "the file has no content"),
        why=Text(
            "只有空行、注释或“---”，没有一个键",
            "there is no key in it, only blank lines, comments or `---`",
        ),
        fix=Text(
            "从现成的规则文件复制一份来改", "start from a copy of a bundled profile"
        ),
    )


def several_documents(span: Span) -> Diagnostic:
    """Report a second document in one file."""
    return diagnostic(
        codes.SEVERAL_DOCUMENTS,
        span,
        Text("文件里又开始了一个文档", "a second document begins here"),
        why=Text(
            "一个文件只写一份内容；“---”以后的部分不会读",
            "a file holds one document; what follows `---` is not read",
        ),
        fix=Text("删掉这一行，或分成两个文件", "delete this line or split the file"),
    )


def directive(span: Span) -> Diagnostic:
    """Report a `%YAML` or `%TAG` line."""
    return diagnostic(
        codes.DIRECTIVE,
        span,
        Text("不能使用以 % 开头的 YAML 指令", "a YAML directive cannot be used"),
        why=Text(
            "规则文件一律按 YAML 1.2 读", "rule files are always read as YAML 1.2"
        ),
        fix=Text("删掉这一行", "delete this line"),
    )


def nested_too_deep(span: Span, limit: int) -> Diagnostic:
    """Report brackets or indentation beyond the limit of depth."""
    return diagnostic(
        codes.NESTED_TOO_DEEP,
        span,
        Text(f"这里嵌套超过了 {limit} 层", f"nested deeper than {limit} levels here"),
        why=Text(
            "规则文件用不到这么多层，多半是括号没有闭合",
            "no rule needs this; probably a bracket is not closed",
        ),
        fix=Text("检查括号和缩进", "check brackets and indentation"),
    )


def anchor(span: Span, name: str) -> Diagnostic:
    """Report `&name` before a value."""
    return diagnostic(
        codes.ANCHOR,
        span,
        Text(
            f"不能使用锚点 `&{_short(name)}`",
            f"the anchor `&{_short(name)}` cannot be used",
        ),
        why=Text(
            "规则要从上到下直接读懂，不许在别处引用；以 & 开头的文字也要加引号",
            "rules read from top to bottom, without references by mark; a text that "
            "begins with & must be quoted",
        ),
        fix=Text("删掉它，把内容照写一遍", "delete it and write the content out"),
    )


def alias(span: Span, name: str) -> Diagnostic:
    """Report `*name` in place of a value."""
    return diagnostic(
        codes.ALIAS,
        span,
        Text(
            f"不能使用别名 `*{_short(name)}`",
            f"the alias `*{_short(name)}` cannot be used",
        ),
        why=Text(
            "规则要从上到下直接读懂；以 * 开头的文字也要加引号",
            "rules read from top to bottom; a text that begins with * must be quoted",
        ),
        fix=Text("把要引用的内容照写一遍", "write the content out"),
    )


def merge_key(span: Span) -> Diagnostic:
    """Report the key `<<`."""
    return diagnostic(
        codes.MERGE_KEY,
        span,
        Text("不能使用合并键 `<<`", "the merge key `<<` cannot be used"),
        why=Text(
            "合并进来的键在本处看不见，也没有行号",
            "merged keys cannot be seen here and have no place",
        ),
        fix=Text("把要合并的键逐个写出来", "write the keys out one by one"),
    )


def tag(span: Span) -> Diagnostic:
    """Report `!tag` before a value."""
    return diagnostic(
        codes.TAG,
        span,
        Text("不能使用以 ! 开头的 YAML 标签", "a YAML tag cannot be used"),
        why=Text(
            "值的种类由键决定；以 ! 开头的文字要加引号",
            "the key decides the kind of its value; a text that begins with ! must be "
            "quoted",
        ),
        fix=Text("删掉标签；要写文字就加半角引号", "delete the tag, or quote the text"),
    )


def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    """Report the second of two equal keys."""
    return diagnostic(
        codes.DUPLICATE_KEY,
        span,
        Text(f"键 `{_short(key)}` 写了两次", f"the key `{_short(key)}` is given twice"),
        why=Text(
            "同一处同一个键只能写一次，不会悄悄取后一个",
            "a key stands once in its block; neither silently wins",
        ),
        fix=Text("删掉一个，或改成另外的名字", "delete one of them or rename it"),
        related=(Label(first, Text("第一次在这里", "first given here")),),
    )


def key_not_text(span: Span, kind: Text) -> Diagnostic:
    """Report a key that is a list, a block or nothing."""
    return diagnostic(
        codes.KEY_NOT_TEXT,
        span,
        Text(f"键不能是{kind.zh}", f"a key cannot be {kind.en}"),
        why=Text(
            "冒号左边是键，必须是一个词", "what stands before the colon is a word"
        ),
        fix=Text(
            "写成“键: 值”；如果本来是文字，加半角引号",
            "write `key: value`, or quote the text",
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
