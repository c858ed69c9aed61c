"""The form a button's payload has: `/intent{"entity": "value"}`."""

import json
import re
from typing import Any

PAYLOAD = re.compile(r"/([a-z_]{1,40})(\{.{0,500}\})?", re.DOTALL)


def parse_payload(payload: str) -> tuple[str, dict[str, Any]]:
    """Split a payload into intent and entities. Raises `ValueError` when it isn't one."""
    found = PAYLOAD.fullmatch(payload)
    if found is None:
        raise ValueError("a payload looks like /intent{...}")
    entities = json.loads(found[2] or "{}")
    if not all(isinstance(value, str | int) for value in entities.values()):
        raise ValueError("a payload's values are words or whole numbers")
    return found[1], entities


def make_payload(intent: str, **entities: str) -> str:
    """The payload for `intent` with `entities`."""
    return f"/{intent}" + (json.dumps(entities, ensure_ascii=False) if entities else "")
