"""Endpoint services: AWS does not delete one that has endpoints."""

from typing import Any, Iterator

from moto.ec2.exceptions import EC2ClientError
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.vpc_service_configuration import VPCServiceConfiguration
from moto.ec2.responses.vpc_service_configuration import VPCEndpointServiceConfiguration

from .resource_type import Context, ResourceType, tag_specification


class EndpointService(ResourceType):
    NAME = "AWS::EC2::VPCEndpointService"
    PROPERTIES = frozenset({"AcceptanceRequired", "NetworkLoadBalancerArns", "SupportedRegions", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return context.client("ec2").create_vpc_endpoint_service_configuration(
            AcceptanceRequired=properties["AcceptanceRequired"],
            NetworkLoadBalancerArns=properties["NetworkLoadBalancerArns"],
            SupportedRegions=properties.get("SupportedRegions", []),
            **tag_specification("vpc-endpoint-service", properties),
        )["ServiceConfiguration"]["ServiceId"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"ServiceId": physical_id}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        if {**old, "SupportedRegions": None} != {**new, "SupportedRegions": None}:
            super().update(context, physical_id, old, new)
        before, after = set(old.get("SupportedRegions", [])), set(new.get("SupportedRegions", []))
        context.client("ec2").modify_vpc_endpoint_service_configuration(
            ServiceId=physical_id, AddSupportedRegions=sorted(after - before), RemoveSupportedRegions=sorted(before - after))

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        refused = context.client("ec2").delete_vpc_endpoint_service_configurations(ServiceIds=[physical_id])["Unsuccessful"]
        if refused:
            raise RuntimeError(f"{refused[0]['Error']['Code']}: {refused[0]['Error']['Message']}")


def find_service(service_name: str) -> VPCServiceConfiguration | None:
    """The endpoint service of a name, in whichever account it is."""
    region = service_name.split(".")[3]
    services = (service for account in list(ec2_backends) for service in ec2_backends[account][region].configurations.values())
    return next((service for service in services if service.service_name == service_name), None)


def endpoints_of(service: VPCServiceConfiguration) -> Iterator[Any]:
    """The endpoints of a service, in all accounts and regions."""
    for account in list(ec2_backends):
        for region in list(ec2_backends[account]):
            for endpoint in ec2_backends[account][region].vpc_end_points.values():
                if endpoint.service_name == service.service_name:
                    yield endpoint


_delete = VPCEndpointServiceConfiguration.delete_vpc_endpoint_service_configurations


def delete_vpc_endpoint_service_configurations(self: VPCEndpointServiceConfiguration) -> ActionResult:
    refused = []
    for service_id in self._get_param("ServiceIds", []):
        service = self.ec2_backend.configurations.get(service_id)
        if service and any(endpoints_of(service)):
            refused.append({
                "ResourceId": service_id,
                "Error": {
                    "Code": "ExistingVpcEndpointConnections",
                    "Message": f"Service {service_id} has existing active VPC Endpoint connections!",
                },
            })
    # AWS may delete the others of one call; nobody here asks for more than one.
    return ActionResult({"Unsuccessful": refused}) if refused else _delete(self)


VPCEndpointServiceConfiguration.delete_vpc_endpoint_service_configurations = delete_vpc_endpoint_service_configurations

_create = VPCEndpointServiceConfiguration.create_vpc_endpoint_service_configuration


def create_vpc_endpoint_service_configuration(self: VPCEndpointServiceConfiguration) -> ActionResult:
    used = {arn for service in self.ec2_backend.configurations.values() for arn in service.network_load_balancer_arns}
    for arn in self._get_param("NetworkLoadBalancerArns", []):
        balancer = self.ec2_backend.elbv2_backend.load_balancers.get(arn)
        if balancer is None or balancer.type != "network":
            raise EC2ClientError("InvalidParameter", f"The load balancer {arn} does not exist, or is not a network load balancer")
        if arn in used:
            raise EC2ClientError("InvalidParameter", f"The load balancer {arn} is already associated with another service")
    return _create(self)


VPCEndpointServiceConfiguration.create_vpc_endpoint_service_configuration = create_vpc_endpoint_service_configuration
