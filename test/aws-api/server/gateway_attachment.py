"""Internet gateways of VPCs: AWS takes none away while something in the VPC has an address of the internet."""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend

from .resource_type import Context, ResourceType


class GatewayAttachment(ResourceType):
    NAME = "AWS::EC2::VPCGatewayAttachment"
    REPLACED_BY = frozenset({"VpcId"})
    PROPERTIES = frozenset({"InternetGatewayId"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        context.client("ec2").attach_internet_gateway(InternetGatewayId=properties["InternetGatewayId"], VpcId=properties["VpcId"])
        return f"IGW|{properties['VpcId']}"

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").detach_internet_gateway(InternetGatewayId=properties["InternetGatewayId"], VpcId=properties["VpcId"])


_detach_internet_gateway = EC2Backend.detach_internet_gateway


def detach_internet_gateway(self: EC2Backend, internet_gateway_id: str, vpc_id: str) -> None:
    if any(address.eni and address.eni.subnet.vpc_id == vpc_id for address in self.addresses):
        raise DependencyViolationError(
            f"Network {vpc_id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.")
    _detach_internet_gateway(self, internet_gateway_id, vpc_id)


EC2Backend.detach_internet_gateway = detach_internet_gateway
