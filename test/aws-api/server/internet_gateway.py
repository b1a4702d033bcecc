"""Internet gateways."""

from typing import Any

from .resource_type import Context, ResourceType, tag_specification


class InternetGateway(ResourceType):
    NAME = "AWS::EC2::InternetGateway"
    PROPERTIES = frozenset({"Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").create_internet_gateway(
            **tag_specification("internet-gateway", properties))["InternetGateway"]["InternetGatewayId"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"InternetGatewayId": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_internet_gateway(InternetGatewayId=physical_id)
