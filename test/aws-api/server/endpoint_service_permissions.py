"""Who may create endpoints to a service."""

from typing import Any

from .resource_type import Context, ResourceType


class EndpointServicePermissions(ResourceType):
    NAME = "AWS::EC2::VPCEndpointServicePermissions"
    REPLACED_BY = frozenset({"ServiceId"})
    PROPERTIES = frozenset({"AllowedPrincipals"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        service_id = properties["ServiceId"]
        cls._modify(context, service_id, [], properties["AllowedPrincipals"])
        return service_id

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        cls._modify(context, physical_id, old["AllowedPrincipals"], new["AllowedPrincipals"])

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        cls._modify(context, physical_id, properties["AllowedPrincipals"], [])

    @classmethod
    def _modify(cls, context: Context, service_id: str, before: list[str], after: list[str]) -> None:
        context.client("ec2").modify_vpc_endpoint_service_permissions(
            ServiceId=service_id,
            AddAllowedPrincipals=[arn for arn in after if arn not in before],
            RemoveAllowedPrincipals=[arn for arn in before if arn not in after],
        )
