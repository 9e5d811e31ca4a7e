"""The reference of the HTTP interface, made from the OpenAPI document that the service answers with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from api.app import create_app
from api.settings import ServerSettings
from tools.docs.languages import Language

Found = Mapping[str, Any]
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "field": "| field | type | meaning |", "parameters": "Parameters", "body": "Body", "answers": "Answers",
        "schemas": "Schemas", "required": "required", "name": "| name | in | meaning |", "status": "| status | body |",
    },
    "zh-TW": {
        "field": "| 欄位 | 型別 | 說明 |", "parameters": "參數", "body": "內容", "answers": "回應",
        "schemas": "資料結構", "required": "必填", "name": "| 名稱 | 位置 | 說明 |", "status": "| 狀態碼 | 內容 |",
    },
}  # fmt: skip


def document() -> dict[str, Any]:
    """The OpenAPI document with the settings as they are without any."""
    app = create_app(ServerSettings(metrics="memory", database_url="sqlite://"))
    try:
        found: dict[str, Any] = json.loads(app.test_client().get("/openapi.json").data)
    finally:
        app.extensions["store"].close()
    return found


def http(language: Language) -> str:
    """Operations and schemas as Markdown. Texts of the document are English in both languages."""
    found, words = document(), _WORDS[language]
    parts = [part for path, item in found["paths"].items() for part in _path(path, item, words)]
    parts += [f"## {words['schemas']}\n"]
    for name, schema in sorted(found["components"]["schemas"].items()):
        parts += [f"### {name}\n", *([f"{schema['description']}\n"] if "description" in schema else [])]
        if "properties" in schema:
            rows = [_property(key, value, key in schema.get("required", ()), words)
                    for key, value in schema["properties"].items()]  # fmt: skip
            parts.append("\n".join([words["field"], "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _path(path: str, item: Found, words: Mapping[str, str]) -> Iterator[str]:
    for method, operation in item.items():
        yield f"## {method.upper()} {path}\n"
        for key in ("summary", "description"):
            if operation.get(key):
                yield f"{operation[key].replace('``', '`')}\n"
        if parameters := operation.get("parameters"):
            rows = [f"| `{p['name']}` | {p['in']} | {_cell(p.get('description')) or _type(p.get('schema', {}))} |"
                    for p in parameters]  # fmt: skip
            yield "\n".join([f"**{words['parameters']}**\n", words["name"], "|---|---|---|", *rows, ""])
        if body := operation.get("requestBody"):
            yield f"**{words['body']}**: {_content(body)}\n"
        answers = [f"| {status} | {_content(answer) or _cell(answer.get('description'))} |"
                   for status, answer in sorted(operation["responses"].items())]  # fmt: skip
        yield "\n".join([f"**{words['answers']}**\n", words["status"], "|---|---|", *answers, ""])


def _content(found: Found) -> str:
    return "; ".join(f"`{kind}` {_type(media.get('schema', {}))}" for kind, media in found.get("content", {}).items())


def _property(name: str, schema: Found, required: bool, words: Mapping[str, str]) -> str:
    limits = [f"{key} {schema[key]}" for key in ("maxItems", "maxLength", "minimum", "maximum") if key in schema]
    meaning = _cell(schema.get("description"))
    notes = "; ".join([*([words["required"]] if required else []), *limits])
    return f"| `{name}` | {_type(schema)} | {meaning}{f' ({notes})' if notes else ''} |"


def _type(schema: Found) -> str:
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " \\| ".join(dict.fromkeys(_type(choice) for choice in choices))
    if "enum" in schema:
        return " \\| ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))} […]"
    kinds = schema.get("type", "")
    return " \\| ".join(kinds) if isinstance(kinds, list) else str(kinds)


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("``", "`").replace("|", "\\|").replace("<", "&lt;")
