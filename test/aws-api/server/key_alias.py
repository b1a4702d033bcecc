"""Names of KMS keys."""

from typing import Any

from .resource_type import Context, ResourceType


class KeyAlias(ResourceType):
    NAME = "AWS::KMS::Alias"
    REPLACED_BY = frozenset({"AliasName"})
    PROPERTIES = frozenset({"TargetKeyId"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        context.client("kms").create_alias(AliasName=properties["AliasName"], TargetKeyId=properties["TargetKeyId"])
        return properties["AliasName"]

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        context.client("kms").update_alias(AliasName=physical_id, TargetKeyId=new["TargetKeyId"])

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("kms").delete_alias(AliasName=physical_id)
