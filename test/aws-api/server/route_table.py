"""Route tables."""

from typing import Any

from .resource_type import Context, ResourceType, tag_specification


class RouteTable(ResourceType):
    NAME = "AWS::EC2::RouteTable"
    REPLACED_BY = frozenset({"VpcId"})
    PROPERTIES = frozenset({"Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").create_route_table(
            VpcId=properties["VpcId"], **tag_specification("route-table", properties))["RouteTable"]["RouteTableId"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"RouteTableId": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_route_table(RouteTableId=physical_id)
