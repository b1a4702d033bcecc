"""Routes to gateways."""

from typing import Any

from .resource_type import Context, ResourceType


class Route(ResourceType):
    NAME = "AWS::EC2::Route"
    REPLACED_BY = frozenset({"DestinationCidrBlock", "RouteTableId"})
    PROPERTIES = frozenset({"GatewayId", "NatGatewayId"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        context.client("ec2").create_route(**properties)
        return f"{properties['RouteTableId']}|{properties['DestinationCidrBlock']}"

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_route(RouteTableId=properties["RouteTableId"], DestinationCidrBlock=properties["DestinationCidrBlock"])
