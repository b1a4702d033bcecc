"""Subnets: AWS does not delete one in which something has an address."""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.elbv2.models import elbv2_backends

from .resource_type import Context, ResourceType, tag_specification


class Subnet(ResourceType):
    NAME = "AWS::EC2::Subnet"
    REPLACED_BY = frozenset({"AvailabilityZone", "CidrBlock", "VpcId"})
    PROPERTIES = frozenset({"MapPublicIpOnLaunch", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        ec2 = context.client("ec2")
        subnet_id = ec2.create_subnet(
            AvailabilityZone=properties["AvailabilityZone"],
            CidrBlock=properties["CidrBlock"],
            VpcId=properties["VpcId"],
            **tag_specification("subnet", properties),
        )["Subnet"]["SubnetId"]
        ec2.modify_subnet_attribute(SubnetId=subnet_id, MapPublicIpOnLaunch={"Value": properties.get("MapPublicIpOnLaunch", False)})
        return subnet_id

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"SubnetId": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_subnet(SubnetId=physical_id)


_delete_subnet = EC2Backend.delete_subnet


def delete_subnet(self: EC2Backend, subnet_id: str) -> Any:
    # moto gives load balancers no interfaces.
    balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
    used = any(eni.subnet.id == subnet_id for eni in self.enis.values())
    if used or any(subnet.id == subnet_id for balancer in balancers for subnet in balancer.subnets):
        raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    return _delete_subnet(self, subnet_id)


EC2Backend.delete_subnet = delete_subnet
