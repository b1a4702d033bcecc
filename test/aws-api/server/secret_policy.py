"""Resource policies of secrets: moto takes any."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.secretsmanager.responses import SecretsManagerResponse

from .policy_principal import document, principals, unknown_roles
from .resource_type import Context, ResourceType


class SecretPolicy(ResourceType):
    NAME = "AWS::SecretsManager::ResourcePolicy"
    REPLACED_BY = frozenset({"SecretId"})
    PROPERTIES = frozenset({"BlockPublicPolicy", "ResourcePolicy"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        secret_id = properties["SecretId"]
        if "ResourcePolicy" in context.client("secretsmanager").get_resource_policy(SecretId=secret_id):
            raise RuntimeError(f"AlreadyExists: secret {secret_id} has a resource policy already, remove it first")
        cls._put(context, secret_id, properties)
        return secret_id

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        cls._put(context, physical_id, new)

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("secretsmanager").delete_resource_policy(SecretId=physical_id)

    @classmethod
    def _put(cls, context: Context, secret_id: str, properties: dict[str, Any]) -> None:
        context.client("secretsmanager").put_resource_policy(
            SecretId=secret_id,
            ResourcePolicy=document(properties["ResourcePolicy"]),
            BlockPublicPolicy=properties.get("BlockPublicPolicy", False),
        )


_put_resource_policy = SecretsManagerResponse.put_resource_policy


def put_resource_policy(self: SecretsManagerResponse) -> str:
    policy = self._get_param("ResourcePolicy")
    if unknown_roles(policy):
        raise JsonRESTError("MalformedPolicyDocumentException", "This resource policy contains an unsupported principal.")
    if self._get_param("BlockPublicPolicy") and "*" in principals(policy):
        raise JsonRESTError(
            "PublicPolicyException", "You can't use this resource policy because it gives broad access to the secret.")
    return _put_resource_policy(self)


SecretsManagerResponse.put_resource_policy = put_resource_policy
