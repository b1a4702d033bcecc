"""Keys of KMS: AWS deletes one only after a waiting period."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend

from .policy_principal import document, unknown_roles
from .resource_type import Context, ResourceType, key_values

# CloudFormation's own default.
PENDING_WINDOW_DAYS = 30


class Key(ResourceType):
    NAME = "AWS::KMS::Key"
    PROPERTIES = frozenset({"Description", "EnableKeyRotation", "KeyPolicy", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        kms = context.client("kms")
        key_id = kms.create_key(
            Policy=document(properties["KeyPolicy"]),
            Description=properties.get("Description", ""),
            # moto has no defaults.
            KeyUsage="ENCRYPT_DECRYPT",
            MultiRegion=False,
            Tags=_tags(properties),
        )["KeyMetadata"]["KeyId"]
        cls._rotate(kms, key_id, properties)
        return key_id

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"Arn": f"arn:aws:kms:{context.region}:{context.account}:key/{physical_id}", "KeyId": physical_id}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        kms = context.client("kms")
        if old["KeyPolicy"] != new["KeyPolicy"]:
            kms.put_key_policy(KeyId=physical_id, PolicyName="default", Policy=document(new["KeyPolicy"]))
        kms.update_key_description(KeyId=physical_id, Description=new.get("Description", ""))
        cls._rotate(kms, physical_id, new)
        kms.untag_resource(KeyId=physical_id, TagKeys=[tag["TagKey"] for tag in _tags(old)])
        kms.tag_resource(KeyId=physical_id, Tags=_tags(new))

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("kms").schedule_key_deletion(KeyId=physical_id, PendingWindowInDays=PENDING_WINDOW_DAYS)

    @classmethod
    def _rotate(cls, kms: Any, key_id: str, properties: dict[str, Any]) -> None:
        (kms.enable_key_rotation if properties.get("EnableKeyRotation") else kms.disable_key_rotation)(KeyId=key_id)


def _tags(properties: dict[str, Any]) -> list[dict[str, str]]:
    return [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in key_values(properties.get("Tags"))]


def _require_principals(policy: str | None) -> None:
    if policy and unknown_roles(policy):
        raise JsonRESTError("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")


_create_key = KmsBackend.create_key


def create_key(self: KmsBackend, policy: str | None, *args: Any, **kwargs: Any) -> Any:
    _require_principals(policy)
    return _create_key(self, policy, *args, **kwargs)


_put_key_policy = KmsBackend.put_key_policy


def put_key_policy(self: KmsBackend, key_id: str, policy: str) -> None:
    _require_principals(policy)
    _put_key_policy(self, key_id, policy)


KmsBackend.create_key = create_key
KmsBackend.put_key_policy = put_key_policy
