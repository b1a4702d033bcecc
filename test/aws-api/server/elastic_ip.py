"""Elastic IP addresses: AWS releases none that something has."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

from .resource_type import Context, ResourceType, tag_specification


class ElasticIp(ResourceType):
    NAME = "AWS::EC2::EIP"
    PROPERTIES = frozenset({"Domain", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").allocate_address(Domain=properties["Domain"], **tag_specification("elastic-ip", properties))["PublicIp"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"AllocationId": cls._allocation_id(context, physical_id), "PublicIp": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").release_address(AllocationId=cls._allocation_id(context, physical_id))

    @classmethod
    def _allocation_id(cls, context: Context, public_ip: str) -> str:
        return context.client("ec2").describe_addresses(PublicIps=[public_ip])["Addresses"][0]["AllocationId"]


_release_address = EC2Backend.release_address


def release_address(self: EC2Backend, address: str | None = None, allocation_id: str | None = None) -> None:
    for each in self.addresses:
        if allocation_id and each.allocation_id == allocation_id and each.association_id:
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address with allocation id [{allocation_id}] is in use.")
    _release_address(self, address, allocation_id)


EC2Backend.release_address = release_address
