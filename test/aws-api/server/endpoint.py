"""Interface endpoints to endpoint services: moto creates one to any name; AWS asks whether the service is there for this caller."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.core.responses import ActionResult
from moto.ec2.models.vpc_service_configuration import VPCServiceConfiguration
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import add_tag_specification, random_resource_id, random_vpc_ep_id
from moto.elbv2.models import elbv2_backends

from .assumed_role import caller, is_named
from .endpoint_service import find_service
from .resource_type import Context, ResourceType, tag_specification

PREFIX = "com.amazonaws.vpce."


class Endpoint(ResourceType):
    NAME = "AWS::EC2::VPCEndpoint"
    REPLACED_BY = frozenset({"ServiceName", "ServiceRegion", "VpcEndpointType", "VpcId"})
    PROPERTIES = frozenset({"PrivateDnsEnabled", "SecurityGroupIds", "SubnetIds", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        optional = {"ServiceRegion": properties["ServiceRegion"]} if "ServiceRegion" in properties else {}
        return context.client("ec2").create_vpc_endpoint(
            VpcEndpointType=properties["VpcEndpointType"],
            VpcId=properties["VpcId"],
            ServiceName=properties["ServiceName"],
            SubnetIds=properties["SubnetIds"],
            SecurityGroupIds=properties["SecurityGroupIds"],
            PrivateDnsEnabled=properties["PrivateDnsEnabled"],
            **optional,
            **tag_specification("vpc-endpoint", properties),
        )["VpcEndpoint"]["VpcEndpointId"]

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        endpoint = context.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[physical_id])["VpcEndpoints"][0]
        return {
            "Id": physical_id,
            "DnsEntries": [f"{entry['HostedZoneId']}:{entry['DnsName']}" for entry in endpoint["DnsEntries"]],
            "NetworkInterfaceIds": endpoint["NetworkInterfaceIds"],
        }

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[physical_id])


_create = VPCs.create_vpc_endpoint


def create_vpc_endpoint(self: VPCs) -> ActionResult:
    if not self._get_param("ServiceName").startswith(PREFIX):
        return _create(self)
    service = _service_for(self)
    backend = self.ec2_backend
    backend.get_vpc(self._get_param("VpcId"))
    subnets = [backend.get_subnet(subnet_id) for subnet_id in self._get_param("SubnetIds", [])]
    _require_zones(service, subnets, self.region)
    group_ids = self._get_param("SecurityGroupIds", [])
    for group_id in group_ids:
        group = backend.get_security_group_from_id(group_id)
        if group is None or group.vpc_id != self._get_param("VpcId"):
            raise EC2ClientError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist in VPC {self._get_param('VpcId')}")
    endpoint_id = random_vpc_ep_id()
    enis = [
        backend.create_network_interface(
            subnet, subnet.get_available_subnet_ip(None), group_ids=group_ids, description=f"VPC Endpoint Interface {endpoint_id}")
        for subnet in subnets
    ]
    service_region = service.service_name.split(".")[3]
    endpoint = VPCEndPoint(
        backend,
        endpoint_id,
        self._get_param("VpcId"),
        service.service_name,
        self._get_param("VpcEndpointType"),
        None,
        [],
        [subnet.id for subnet in subnets],
        [eni.id for eni in enis],
        dns_entries=_dns_entries(endpoint_id, service, subnets, self.region),
        security_group_ids=group_ids,
        tags=add_tag_specification(self._get_param("TagSpecifications", [])),
        private_dns_enabled=self._get_bool_param("PrivateDnsEnabled", if_none=True),
    )
    endpoint.service_region = service_region
    # Where acceptance is required, an endpoint waits for it.
    endpoint.state = "pendingAcceptance" if service.acceptance_required else "available"
    backend.vpc_end_points[endpoint_id] = endpoint
    return ActionResult({"VpcEndpoint": endpoint})


def _service_for(request: VPCs) -> VPCServiceConfiguration:
    """The service that a request names, if the caller may see it from its region; AWS does not say why it may not."""
    name = request._get_param("ServiceName")
    service = find_service(name)
    region = request._get_param("ServiceRegion") or request.region
    visible = (
        service is not None
        and name.startswith(f"{PREFIX}{region}.")
        and (region == request.region or request.region in service._supported_region_names)
        # Whether AWS lets the service's own account in without being named is not documented; here it has to be.
        and ("*" in service.principals or is_named(caller(request), service.principals))
    )
    if not visible:
        raise EC2ClientError("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
    return service


def _require_zones(service: VPCServiceConfiguration, subnets: list[Any], region: str) -> None:
    """Inside one region, an endpoint has to be in zones of the service's load balancers; ids tell them apart, names differ by account."""
    service_region = service.service_name.split(".")[3]
    if service_region != region:
        return
    balancers = elbv2_backends[service.ec2_backend.account_id][service_region].load_balancers
    zones = {subnet.availability_zone_id for arn in service.network_load_balancer_arns for subnet in balancers[arn].subnets}
    for subnet in subnets:
        if subnet.availability_zone_id not in zones:
            raise EC2ClientError(
                "InvalidParameter",
                f"The VPC endpoint service {service.service_name} does not support the availability zone of the subnet: {subnet.id}.")
    names = [subnet.availability_zone for subnet in subnets]
    if len(set(names)) < len(names):
        raise EC2ClientError("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of one of the subnets")


def _dns_entries(endpoint_id: str, service: VPCServiceConfiguration, subnets: list[Any], region: str) -> list[dict[str, str]]:
    """The name that leads to all zones first; across regions it is the only one."""
    service_region = service.service_name.split(".")[3]
    suffix = f"{service.id}.{service_region}.vpce.amazonaws.com"
    label = f"{endpoint_id}-{random_resource_id(8)}"
    zones = [subnet.availability_zone for subnet in subnets] if service_region == region else []
    hosted_zone_id = f"Z{random_resource_id(13).upper()}"
    return [{"dns_name": f"{name}.{suffix}", "hosted_zone_id": hosted_zone_id} for name in [label, *(f"{label}-{zone}" for zone in zones)]]


_delete = VPCs.delete_vpc_endpoints


def delete_vpc_endpoints(self: VPCs) -> ActionResult:
    result = _delete(self)
    for endpoint_id in self._get_param("VpcEndpointIds", []):
        # moto keeps a deleted endpoint, and its security group could not go.
        self.ec2_backend.vpc_end_points.pop(endpoint_id, None)
    return result


VPCs.create_vpc_endpoint = create_vpc_endpoint
VPCs.delete_vpc_endpoints = delete_vpc_endpoints
