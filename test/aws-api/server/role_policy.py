"""Inline policies of roles that are in no stack."""

from typing import Any

from .policy_principal import document
from .resource_type import Context, ResourceType


class RolePolicy(ResourceType):
    NAME = "AWS::IAM::RolePolicy"
    REPLACED_BY = frozenset({"PolicyName", "RoleName"})
    PROPERTIES = frozenset({"PolicyDocument"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        cls._put(context, properties)
        return f"{properties['PolicyName']}|{properties['RoleName']}"

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        cls._put(context, new)

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("iam").delete_role_policy(RoleName=properties["RoleName"], PolicyName=properties["PolicyName"])

    @classmethod
    def _put(cls, context: Context, properties: dict[str, Any]) -> None:
        context.client("iam").put_role_policy(
            RoleName=properties["RoleName"], PolicyName=properties["PolicyName"], PolicyDocument=document(properties["PolicyDocument"]))
