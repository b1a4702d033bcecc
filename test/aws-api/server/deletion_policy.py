"""Whether CloudFormation keeps a resource that leaves its stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""

from typing import Any

DELETE = "Delete"
RETAIN = "Retain"
RETAIN_EXCEPT_ON_CREATE = "RetainExceptOnCreate"


def is_retained(resource: dict[str, Any]) -> bool:
    """When the stack goes, or the resource is no longer in its template."""
    return _policy(resource, "DeletionPolicy") in (RETAIN, RETAIN_EXCEPT_ON_CREATE)


def is_retained_on_rollback(resource: dict[str, Any]) -> bool:
    """When what created the resource is rolled back."""
    return _policy(resource, "DeletionPolicy") == RETAIN


def is_retained_on_replacement(resource: dict[str, Any]) -> bool:
    """When another takes the place of the resource."""
    return _policy(resource, "UpdateReplacePolicy") == RETAIN


def _policy(resource: dict[str, Any], attribute: str) -> str:
    policy = resource.get(attribute, DELETE)
    known = [DELETE, RETAIN] + ([RETAIN_EXCEPT_ON_CREATE] if attribute == "DeletionPolicy" else [])
    if policy not in known:
        raise NotImplementedError(f"{attribute} {policy} is not known here")
    return policy
