"""The JSON Schema of profiles, from the same models that check them."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from hotline_rules.profile.schema import ProfileModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _AsDeclared(GenerateJsonSchema):
    """Keeps keys and examples in the order of the declarations."""

    def sort(
        self, value: JsonSchemaValue, parent_key: str | None = None
    ) -> JsonSchemaValue:
        """Leave the order alone; it is the same in every run."""
        del parent_key
        return value


def profile_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a profile, for editors.

    Descriptions are Chinese; the English ones stand beside them under
    `x-description-en`. The schema is a little wider than the check of `load_profile`:
    what a text means is not in it. The same version always gives the same schema.
    """
    schema = ProfileModel.model_json_schema(schema_generator=_AsDeclared)
    tidied: dict[str, Any] = _tidy(schema)
    for model in (tidied, *tidied["$defs"].values()):
        # The docstring of a model is English; the keys that lead to it say in
        # Chinese what it is.
        model["x-description-en"] = model.pop("description")
    return {
        "$schema": DIALECT,
        "title": "hotline-rules profile",
        "description": "12345 热线城市规则文件",
        **tidied,
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
    branches = kept.get("anyOf")
    if isinstance(branches, list):
        kept["anyOf"] = [b for b in branches if b != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            return {**kept.pop("anyOf")[0], **kept}
    return kept
