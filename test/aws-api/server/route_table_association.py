"""Which route table a subnet has."""

from typing import Any

from .resource_type import Context, ResourceType


class RouteTableAssociation(ResourceType):
    NAME = "AWS::EC2::SubnetRouteTableAssociation"
    REPLACED_BY = frozenset({"RouteTableId", "SubnetId"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").associate_route_table(
            RouteTableId=properties["RouteTableId"], SubnetId=properties["SubnetId"])["AssociationId"]

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").disassociate_route_table(AssociationId=physical_id)
