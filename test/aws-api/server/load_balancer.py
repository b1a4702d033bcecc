"""Network load balancers: AWS does not delete one that an endpoint service uses."""

from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.ec2.models import ec2_backends
from moto.elbv2 import models as elbv2_models
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response

from .resource_type import Context, ResourceType, key_values

ENFORCE = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


class LoadBalancer(ResourceType):
    NAME = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    REPLACED_BY = frozenset({"Name", "Scheme", "Type"})
    PROPERTIES = frozenset({ENFORCE, "LoadBalancerAttributes", "SecurityGroups", "Subnets", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        elbv2 = context.client("elbv2")
        arn = elbv2.create_load_balancer(
            Name=properties.get("Name", name),
            Type=properties["Type"],
            Scheme=properties["Scheme"],
            Subnets=properties["Subnets"],
            SecurityGroups=properties["SecurityGroups"],
            Tags=properties.get("Tags", []),
        )["LoadBalancers"][0]["LoadBalancerArn"]
        elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=key_values(properties.get("LoadBalancerAttributes")))
        if ENFORCE in properties:
            elbv2.set_security_groups(LoadBalancerArn=arn, SecurityGroups=properties["SecurityGroups"], **{ENFORCE: properties[ENFORCE]})
        return arn

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("elbv2").delete_load_balancer(LoadBalancerArn=physical_id)


_make_arn = elbv2_models.make_arn_for_load_balancer


def make_arn_for_load_balancer(**parts: str) -> str:
    # moto gives every load balancer the ARN of an application load balancer; there are none here.
    return _make_arn(**parts).replace(":loadbalancer/app/", ":loadbalancer/net/")


elbv2_models.make_arn_for_load_balancer = make_arn_for_load_balancer

_delete_load_balancer = ELBv2Backend.delete_load_balancer


def delete_load_balancer(self: ELBv2Backend, arn: str) -> None:
    services = ec2_backends[self.account_id][self.region_name].configurations.values()
    if any(arn in service.network_load_balancer_arns for service in services):
        raise ELBClientError("ResourceInUse", f"Load balancer '{arn}' cannot be deleted because it is currently associated with another service")
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
        raise ELBClientError("OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled")
    return _delete_load_balancer(self, arn)


ELBv2Backend.delete_load_balancer = delete_load_balancer

_set_security_groups = ELBV2Response.set_security_groups


def set_security_groups(self: ELBV2Response):
    result = _set_security_groups(self)
    balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
    balancer.enforce_security_group_inbound_rules_on_private_link_traffic = self._get_param(ENFORCE) or "on"
    return result


ELBV2Response.set_security_groups = set_security_groups
# AWS's own default for a load balancer with security groups.
FakeLoadBalancer.enforce_security_group_inbound_rules_on_private_link_traffic = "on"
