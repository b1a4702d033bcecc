"""Who a resource policy names: AWS takes only principals that exist, moto any."""

import json
from typing import Any, Iterator

from .assumed_role import find_role


def principals(policy: str) -> Iterator[str]:
    """The AWS principals of all statements."""
    for statement in json.loads(policy)["Statement"]:
        principal = statement["Principal"]
        named = principal if isinstance(principal, str) else principal.get("AWS", [])
        yield from [named] if isinstance(named, str) else named


def unknown_roles(policy: str) -> list[str]:
    """The roles that a policy names and nobody has made."""
    return sorted({arn for arn in principals(policy) if ":role/" in arn and find_role(arn) is None})


def document(policy: Any) -> str:
    """A policy of a template as text: in the order of the template, without white space."""
    return json.dumps(policy, separators=(",", ":"))
