"""NAT gateways: moto leaves the interface of one that is deleted, and its address to it."""

from typing import Any

from moto.ec2.models import EC2Backend

from .resource_type import Context, ResourceType, tag_specification


class NatGateway(ResourceType):
    NAME = "AWS::EC2::NatGateway"
    REPLACED_BY = frozenset({"AllocationId", "SubnetId"})
    PROPERTIES = frozenset({"Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").create_nat_gateway(
            AllocationId=properties["AllocationId"],
            SubnetId=properties["SubnetId"],
            **tag_specification("natgateway", properties),
        )["NatGateway"]["NatGatewayId"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"NatGatewayId": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_nat_gateway(NatGatewayId=physical_id)


_delete_nat_gateway = EC2Backend.delete_nat_gateway


def delete_nat_gateway(self: EC2Backend, nat_gateway_id: str) -> Any:
    gateway = _delete_nat_gateway(self, nat_gateway_id)
    for address in gateway.address_set:
        self.disassociate_address(association_id=address["associationId"])
    self.enis.pop(gateway._eni.id)
    return gateway


EC2Backend.delete_nat_gateway = delete_nat_gateway
