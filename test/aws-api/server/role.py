"""Roles of IAM."""

import json
from typing import Any

from .assumed_role import find_role
from .resource_type import Context, ResourceType


class Role(ResourceType):
    NAME = "AWS::IAM::Role"
    REPLACED_BY = frozenset({"Path", "RoleName"})
    PROPERTIES = frozenset({"AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "Policies", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        iam = context.client("iam")
        role_name = properties.get("RoleName", name[:64])
        iam.create_role(
            RoleName=role_name,
            AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]),
            Description=properties.get("Description", ""),
            Tags=properties.get("Tags", []),
        )
        # ManagedPolicyArns: the bootstrap has one for its CloudFormation role, and nothing here asks what it permits.
        cls._put_policies(iam, role_name, properties)
        return role_name

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"Arn": f"arn:aws:iam::{context.account}:role/{physical_id}"}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        changeable = {"AssumeRolePolicyDocument": None, "Policies": None}
        if {**old, **changeable} != {**new, **changeable}:
            super().update(context, physical_id, old, new)
        iam = context.client("iam")
        iam.update_assume_role_policy(RoleName=physical_id, PolicyDocument=json.dumps(new["AssumeRolePolicyDocument"]))
        cls._delete_policies(iam, physical_id, old)
        cls._put_policies(iam, physical_id, new)

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        iam = context.client("iam")
        cls._delete_policies(iam, physical_id, properties)
        iam.delete_role(RoleName=physical_id)

    @classmethod
    def _put_policies(cls, iam: Any, name: str, properties: dict[str, Any]) -> None:
        for policy in properties.get("Policies", []):
            iam.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(policy["PolicyDocument"]))

    @classmethod
    def _delete_policies(cls, iam: Any, name: str, properties: dict[str, Any]) -> None:
        for policy in properties.get("Policies", []):
            iam.delete_role_policy(RoleName=name, PolicyName=policy["PolicyName"])


def inline_statements(role_arn: str) -> list[dict[str, Any]]:
    """What the inline policies of a role allow."""
    role = find_role(role_arn)
    documents = [json.loads(policy) if isinstance(policy, str) else policy for policy in role.policies.values()]
    return [statement for document in documents for statement in document["Statement"] if statement["Effect"] == "Allow"]
