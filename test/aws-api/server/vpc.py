"""VPCs: AWS does not delete one that has something in it."""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend

from .resource_type import Context, ResourceType, tag_specification

ATTRIBUTES = ("EnableDnsHostnames", "EnableDnsSupport")


class Vpc(ResourceType):
    NAME = "AWS::EC2::VPC"
    REPLACED_BY = frozenset({"CidrBlock"})
    PROPERTIES = frozenset({*ATTRIBUTES, "InstanceTenancy", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        ec2 = context.client("ec2")
        vpc_id = ec2.create_vpc(
            CidrBlock=properties["CidrBlock"],
            InstanceTenancy=properties.get("InstanceTenancy", "default"),
            **tag_specification("vpc", properties),
        )["Vpc"]["VpcId"]
        for attribute in ATTRIBUTES:
            if attribute in properties:
                ec2.modify_vpc_attribute(VpcId=vpc_id, **{attribute: {"Value": properties[attribute]}})
        return vpc_id

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"VpcId": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_vpc(VpcId=physical_id)


_delete_vpc = EC2Backend.delete_vpc


def delete_vpc(self: EC2Backend, vpc_id: str) -> Any:
    gateways = [gateway for gateway in self.internet_gateways.values() if gateway.vpc and gateway.vpc.id == vpc_id]
    groups = [group for group in self.groups.get(vpc_id, {}).values() if group.name != "default"]
    if gateways or groups:
        raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
    return _delete_vpc(self, vpc_id)


EC2Backend.delete_vpc = delete_vpc
