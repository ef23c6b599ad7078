"""The building blocks of the schema: leaves, choices and the base of all models.

pydantic holds the structure: which keys stand where. What a single value may be is a
`Leaf`, which knows its name in both languages, so that one declaration serves the
check, its message and the JSON Schema. What a text means is the compiler's business.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hotline_rules.diagnostics import Text

T = TypeVar("T")

_KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, Decimal),
    "flag": (bool,),
    "date": (date,),
    "list": (list,),
    "block": (dict,),
}
_JSON_TYPES = {
    "text": "string",
    "number": "number",
    "flag": "boolean",
    "date": "string",
    "list": "array",
    "block": "object",
}
KIND_NAMES = {
    "text": Text("文字", "text"),
    "number": Text("数字", "a number"),
    "flag": Text("true 或 false", "true or false"),
    "date": Text("日期", "a date"),
    "list": Text("列表", "a list"),
    "block": Text("一组“键: 值”", "a block of keys"),
}


@dataclass(frozen=True)
class Leaf:
    """What one value may be: kinds, and for texts a list of words or a form.

    Attributes:
        name: what it is called, in both languages.
        kinds: keys of `KIND_NAMES`; a value must be of one of them.
        words: the only values allowed, when not empty; numbers and dates of an
            allowed kind pass beside them.
        form: regular expression a whole text must match.
        form_says: that form in words.
        offers: what an editor proposes here beside other texts (`editor_words`).
    """

    name: Text
    kinds: tuple[str, ...] = ("text",)
    words: tuple[str | int, ...] = ()
    form: str | None = None
    form_says: Text | None = None
    offers: str | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check with `check` and nothing else."""
        del source, handler
        return core_schema.no_info_plain_validator_function(
            self.check,
            metadata={"pydantic_js_functions": [self._json_schema]},
        )

    def check(self, value: Any) -> Any:
        """Return the value or raise with the leaf in the context."""
        if kind_of_plain(value) not in self.kinds:
            raise PydanticCustomError("leaf_kind", "kind", {"leaf": self})
        if not self._allows(value):
            raise PydanticCustomError("leaf_word", "word", {"leaf": self})
        if isinstance(value, str):
            if not value.strip():
                raise PydanticCustomError("leaf_blank", "blank", {"leaf": self})
            if self.form and not re.fullmatch(self.form, value):
                raise PydanticCustomError("leaf_form", "form", {"leaf": self})
        return value

    def _allows(self, value: Any) -> bool:
        """Say whether the list of words, if any, has the value.

        Words restrict texts, or numbers when they are numbers themselves.
        """
        if not self.words or value in self.words:
            return True
        return not isinstance(value, str) and isinstance(self.words[0], str)

    def _json_schema(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        del schema, handler
        if self.words and len(self.kinds) == 1:
            return {"enum": list(self.words)}
        types = list(dict.fromkeys(_JSON_TYPES[kind] for kind in self.kinds))
        found: JsonSchemaValue = {"type": types[0] if len(types) == 1 else types}
        if self.words:
            found["x-words"] = list(self.words)
        if self.offers:
            found["x-offers"] = self.offers
        if self.form and self.kinds == ("text",):
            found["pattern"] = f"^(?:{self.form})$"
        if self.kinds == ("date",):
            found["format"] = "date"
        return found


def kind_of_plain(value: object) -> str | None:
    """Return the key of `KIND_NAMES` for a plain value, None for nothing."""
    if isinstance(value, bool):
        return "flag"
    for kind, types in _KINDS.items():
        if isinstance(value, types):
            return kind
    return None


class Model(BaseModel):
    """A block of keys: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(
        cls, data: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo
    ) -> Any:
        """Tell the check of shape which model a block was held against."""
        if isinstance(info.context, dict) and isinstance(data, dict):
            info.context[id(data)] = cls
        return handler(data)


def flow(value: object) -> str:
    """Return plain data, such as an example, as one line of YAML."""
    match value:
        case dict():
            inside = ", ".join(f"{key}: {flow(part)}" for key, part in value.items())
            return "{" + inside + "}"
        case list():
            return f"[{', '.join(map(flow, value))}]"
        case bool():
            return str(value).lower()
        case str() if value[:1].isdigit() and ":" in value:
            return json.dumps(value)
        case _:
            return str(value)


def required(zh: str, en: str, example: object, *, alias: str | None = None) -> Any:
    """Declare a key that must be given: what it says in both languages, an example."""
    return Field(
        alias=alias,
        description=zh,
        examples=[example],
        json_schema_extra={"x-description-en": en},
    )


def optional(zh: str, en: str, example: object, *, alias: str | None = None) -> Any:
    """Declare a key that may be left out."""
    return Field(
        default=None,
        alias=alias,
        description=zh,
        examples=[example],
        json_schema_extra={"x-description-en": en},
    )


# --- leaves ---

ID_FORM = "[a-z][a-z0-9_]*"
Id: TypeAlias = Annotated[
    str,
    Leaf(
        Text("编号", "an id"),
        form=ID_FORM,
        form_says=Text(
            "小写英文字母、数字和下划线，字母开头，如 ask_extension",
            "lower-case letters, digits and `_`, such as ask_extension",
        ),
    ),
]
Name: TypeAlias = Annotated[str, Leaf(Text("名称", "a name"))]
Title: TypeAlias = Annotated[str, Leaf(Text("标题", "a title"))]
Sentence: TypeAlias = Annotated[str, Leaf(Text("一句话", "a sentence"))]
Cite: TypeAlias = Annotated[str, Leaf(Text("依据", "a cite"))]
Fact: TypeAlias = Annotated[
    str, Leaf(Text("事实名", "the name of a fact"), offers="facts")
]
Flag: TypeAlias = Annotated[bool, Leaf(Text("true 或 false", "yes or no"), ("flag",))]
Day: TypeAlias = Annotated[date, Leaf(Text("日期", "a date"), ("date",))]
DayOrOpen: TypeAlias = Annotated[
    date | str,
    Leaf(Text("日期或 open", "a date or `open`"), ("date", "text"), words=("open",)),
]
Clock: TypeAlias = Annotated[
    str,
    Leaf(
        Text("时刻", "a time of day"),
        form="([01][0-9]|2[0-3]):[0-5][0-9]|24:00",
        form_says=Text('带引号的时:分，如 "12:00"', 'quoted HH:MM, such as "12:00"'),
    ),
]
Count: TypeAlias = Annotated[int, Leaf(Text("整数", "a whole number"), ("number",))]
Scalar: TypeAlias = Annotated[
    str | int | Decimal | bool | date,
    Leaf(Text("单个值", "a single value"), ("text", "number", "flag", "date")),
]
Anything: TypeAlias = Annotated[
    Any,
    Leaf(Text("值", "a value"), ("text", "number", "flag", "date", "list", "block")),
]
Pattern: TypeAlias = Annotated[
    Any,
    Leaf(
        Text("事件", "a pattern of events"), ("text", "list", "block"), offers="pattern"
    ),
]
Condition: TypeAlias = Annotated[
    Any, Leaf(Text("条件", "a condition"), ("block",), offers="condition")
]
Amount: TypeAlias = Annotated[str, Leaf(Text("时间长度", "an amount of time"))]
Point: TypeAlias = Annotated[str, Leaf(Text("时点", "a point of time"))]
Limit: TypeAlias = Annotated[str, Leaf(Text("时限", "a limit"))]
TextOrList: TypeAlias = Annotated[
    Any, Leaf(Text("一个名称或列表", "a name or a list"), ("text", "list"))
]


def one_of(*words: str | int) -> Leaf:
    """Make the leaf of a closed list of words."""
    kind = "number" if all(isinstance(word, int) for word in words) else "text"
    return Leaf(Text("列出的词之一", "one of the listed words"), (kind,), words)


def name_of(words: str) -> Leaf:
    """Make the leaf of a name, for which an editor proposes the built-in ones."""
    return Leaf(Text("名称", "a name"), offers=words)


def names_of(words: str, *others: str) -> Leaf:
    """Make the leaf of a name or several, or of a name or what else it may be."""
    kinds = ("text", *(others or ("list",)))
    name = Text("一个名称或列表", "a name or a list")
    if others:
        name = Text("名称或一组键", "a name or a block of keys")
    return Leaf(name, kinds, offers=words)


# --- choices ---


class ByChoice(Model):
    """A choice by one fact, a reading or the document: a row for each value."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Anything] = Field(init=False)

    by: Fact = required(
        "按什么选：一个事实、一个读法，或 document",
        "what chooses: a fact, a reading, or `document`",
        "reading.T08",
    )
    otherwise: Anything | None = optional(
        "其余情形（不含不知道的情形）", "all other values, the unknown excepted", "none"
    )


class Row(Model):
    """One row of a decision table."""

    if_: Condition | None = optional(
        "这一行成立的条件", "when the row holds", {"ticket.level": "city"}, alias="if"
    )
    is_: Anything | None = optional(
        "这一行的结果", "the result of the row", "5 working days", alias="is"
    )
    otherwise: Anything | None = optional(
        "前面各行都不成立时的结果", "the result when no row holds", "5 working days"
    )
    cite: Cite | None = optional(
        "依据", "the cite of the row", "ZB-11-3-a 第十一条（三）"
    )


class TableChoice(Model):
    """A decision table."""

    title: Title | None = optional("标题", "title", "由谁签批")
    hit: Annotated[str, one_of("first", "unique")] = required(
        "first：取第一个成立的行；unique：成立的行结果必须相同",
        "first: the first row that holds; unique: rows that hold must agree",
        "first",
    )
    rows: list[Row] = required(
        "各行", "the rows", [{"if": {"ticket.level": "city"}, "is": "none"}]
    )


class EarliestChoice(Model):
    """The earliest of several points."""

    earliest: list[Anything] = required(
        "取其中最早的", "the earliest of these", ["2 working days", "until due"]
    )


class LatestChoice(Model):
    """The latest of several points."""

    latest: list[Anything] = required(
        "取其中最晚的", "the latest of these", ["2 working days", "until due"]
    )


Reference: TypeAlias = Annotated[
    str,
    Leaf(
        Text("引用", "a reference"),
        form=r"(reading|value)\.\S+",
        form_says=Text("reading.读法 或 value.取值", "reading.<code> or value.<id>"),
    ),
]


def _kind_of_choice(value: Any) -> str:
    """Return the tag of the branch a value belongs to."""
    if isinstance(value, dict):
        if "by" in value:
            return "<by>"
        if "rows" in value or "hit" in value:
            return "<rows>"
        if len(value) == 1 and next(iter(value)) in {"earliest", "latest"}:
            return f"<{next(iter(value))}>"
    elif isinstance(value, str) and re.match(r"(reading|value)\.", value):
        return "<reference>"
    return "<value>"


Chosen: TypeAlias = Annotated[
    Annotated[T, Tag("<value>")]
    | Annotated[Reference, Tag("<reference>")]
    | Annotated[ByChoice, Tag("<by>")]
    | Annotated[TableChoice, Tag("<rows>")]
    | Annotated[EarliestChoice, Tag("<earliest>")]
    | Annotated[LatestChoice, Tag("<latest>")],
    Discriminator(_kind_of_choice),
]


def tag_by_kind(**tags: str) -> Callable[[Any], str]:
    """Return a discriminator that goes by the kind of the value."""
    last = list(tags.values())[-1]
    return lambda value: tags.get(kind_of_plain(value) or "", last)


OneOrMore: TypeAlias = Annotated[
    Annotated[list[T], Tag("<list>")] | Annotated[T, Tag("<one>")],
    Discriminator(tag_by_kind(list="<list>", text="<one>")),
]
TextOr: TypeAlias = Annotated[
    Annotated[Title, Tag("<text>")] | Annotated[T, Tag("<block>")],
    Discriminator(tag_by_kind(text="<text>", block="<block>")),
]
