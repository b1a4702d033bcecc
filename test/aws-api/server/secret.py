"""Secrets of Secrets Manager, without a value: CloudFormation deletes one at once, and nobody can restore it."""

from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend

from .resource_type import Context, ResourceType, key_values


class Secret(ResourceType):
    NAME = "AWS::SecretsManager::Secret"
    REPLACED_BY = frozenset({"Name"})
    PROPERTIES = frozenset({"Description", "KmsKeyId", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        optional = {key: properties[key] for key in ("Description", "KmsKeyId") if key in properties}
        return context.client("secretsmanager").create_secret(
            Name=properties.get("Name", name), Tags=key_values(properties.get("Tags")), **optional)["ARN"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"Id": physical_id}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        changeable = {"Description": None, "Tags": None}
        if {**old, **changeable} != {**new, **changeable}:
            super().update(context, physical_id, old, new)
        manager = context.client("secretsmanager")
        manager.update_secret(SecretId=physical_id, Description=new.get("Description", ""))
        manager.untag_resource(SecretId=physical_id, TagKeys=[tag["Key"] for tag in old.get("Tags", [])])
        manager.tag_resource(SecretId=physical_id, Tags=key_values(new.get("Tags")))

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("secretsmanager").delete_secret(SecretId=physical_id, ForceDeleteWithoutRecovery=True)


_create_secret = SecretsManagerBackend.create_secret


def create_secret(self: SecretsManagerBackend, name: str, *args: Any, **kwargs: Any) -> str:
    existing = self.secrets.get(name)
    if existing and existing.is_deleted():
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for deletion.")
    return _create_secret(self, name, *args, **kwargs)


SecretsManagerBackend.create_secret = create_secret
