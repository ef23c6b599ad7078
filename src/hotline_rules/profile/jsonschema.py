"""The JSON Schemas of profiles and registers, from the models that check them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from hotline_rules.profile.editor_meanings import BLOCKS, MEANINGS
from hotline_rules.profile.editor_words import offered, vocabulary
from hotline_rules.profile.schema import Clause, ProfileModel

Meanings = Mapping[str, Mapping[Any, str]]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
CLAUSE_ID = "^[A-Z][A-Za-z0-9]*(-[0-9A-Za-z]+)+$"


class _AsDeclared(GenerateJsonSchema):
    """Keeps keys and examples in the order of the declarations."""

    def sort(
        self, value: JsonSchemaValue, parent_key: str | None = None
    ) -> JsonSchemaValue:
        """Leave the order alone; it is the same in every run."""
        del parent_key
        return value


def language_schema(model: type[BaseModel] = ProfileModel) -> dict[str, Any]:
    """Return the keys of the language as the models declare them, and no more.

    Descriptions are Chinese; the English ones stand beside them under
    `x-description-en`. The same version always gives the same schema.
    """
    schema = model.model_json_schema(schema_generator=_AsDeclared)
    tidied: dict[str, Any] = _tidy(schema)
    for block in (tidied, *tidied.get("$defs", {}).values()):
        # The docstring of a model is English; BLOCKS has the Chinese.
        block["x-description-en"] = block.pop("description")
    return tidied


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a profile, for editors.

    Every key has a Chinese description and an example; every word of a closed list
    its meaning; where the vocabulary has words, they are offered, and names that the
    profile declares pass beside them. The schema is a little wider than the check of
    `load_profile`: what a text means is not in it.
    """
    schema = language_schema()
    for name, block in schema["$defs"].items():
        block["description"] = BLOCKS[name]
    enriched = enrich(schema)
    rules = enriched["properties"]["rules"]["patternProperties"]
    for form in rules:
        rules[form] = _rule_or_change()
    enriched["$defs"] |= vocabulary()
    return headed("热线规则文件", "一个城市的 12345 热线规则", enriched)


def register_schema() -> dict[str, Any]:
    """Return the JSON Schema of a register of clauses: clause id to clause."""
    clause = enrich(language_schema(Clause))
    clause["description"] = "一个条款：在哪里，讲什么，能不能算"
    body = {
        "type": "object",
        "patternProperties": {CLAUSE_ID: clause},
        "additionalProperties": False,
    }
    return headed("条款登记表", "一份文件的条款登记表", body)


def headed(title: str, description: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its dialect, title and description first."""
    head = {"$schema": DIALECT, "title": title, "description": description}
    return {**head, **{key: body[key] for key in body if key not in head}}


def _rule_or_change() -> dict[str, Any]:
    """Tell a change by its key, so that a fault is shown where it is."""
    return {
        "description": BLOCKS["Rule"],
        "if": {"type": "object", "required": ["changes"]},
        "then": {"$ref": "#/$defs/Change"},
        "else": {"$ref": "#/$defs/Rule"},
    }


def _tidy(part: Any) -> Any:
    """Drop what only pydantic needs: titles of keys, and null for keys left out."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: value if key == "examples" else _tidy(value)
        for key, value in part.items()
        if key not in {"default", "discriminator"}
        and not (key == "title" and isinstance(value, str))
    }
    # The forms of a value may overlap (`reading.T04` is a text, too).
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    branches = kept.get("anyOf")
    if isinstance(branches, list):
        kept["anyOf"] = [b for b in branches if b != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            return {**kept.pop("anyOf")[0], **kept}
    return kept


def enrich(part: Any, key: str = "", meanings: Meanings = MEANINGS) -> Any:
    """Return a schema with the meanings of words and the words of the vocabulary.

    Args:
        part: a part of the schema.
        key: the key of the language whose value it describes.
        meanings: of the words of closed lists, by the key that has them.
    """
    if isinstance(part, list):
        return [enrich(item, key, meanings) for item in part]
    if not isinstance(part, dict):
        return part
    if "x-offers" in part or "x-words" in part:
        part = _proposed(part, meanings.get(key, {}))
    found: dict[str, Any] = {}
    for name, value in part.items():
        match name:
            case "properties":
                found[name] = {
                    inner: enrich(v, inner, meanings) for inner, v in value.items()
                }
            case "examples" | "required" | "enum" | "enumDescriptions":
                found[name] = value
            case _:
                found[name] = enrich(value, key, meanings)
    if "enum" in found and "enumDescriptions" not in found:
        found["enumDescriptions"] = _meant(found["enum"], meanings.get(key, {}))
    return found


def _proposed(part: dict[str, Any], meant: Mapping[Any, str]) -> dict[str, Any]:
    """Replace a text by the words that are proposed for it."""
    kept = {k: v for k, v in part.items() if k not in ("x-offers", "x-words", "type")}
    kinds = part.get("type", "string")  # the name of a key says no type
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "x-offers" in part:
        return {**offered(part["x-offers"], kinds), **kept}
    words = part["x-words"]
    others = [kind for kind in kinds if kind != "string"] or ["string"]
    listed = {"enum": words, "enumDescriptions": _meant(words, meant)}
    return {"anyOf": [listed, {"type": others}], **kept}


def _meant(words: list[str | int], meant: Mapping[Any, str]) -> list[str]:
    return [meant.get(word, "") for word in words]
