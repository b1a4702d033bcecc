"""Security groups: AWS does not delete one that something uses."""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.elbv2.models import elbv2_backends

from .resource_type import Context, ResourceType, tag_specification


def permission(rule: dict[str, Any], peer: str) -> dict[str, Any]:
    """A rule of CloudFormation as the API takes it."""
    result: dict[str, Any] = {"IpProtocol": rule["IpProtocol"], "FromPort": rule["FromPort"], "ToPort": rule["ToPort"]}
    description = {"Description": rule["Description"]} if "Description" in rule else {}
    if "CidrIp" in rule:
        result["IpRanges"] = [{"CidrIp": rule["CidrIp"], **description}]
    else:
        result["UserIdGroupPairs"] = [{"GroupId": rule[peer], **description}]
    return result


class SecurityGroup(ResourceType):
    NAME = "AWS::EC2::SecurityGroup"
    REPLACED_BY = frozenset({"GroupDescription", "GroupName", "VpcId"})
    PROPERTIES = frozenset({"SecurityGroupEgress", "SecurityGroupIngress", "Tags"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        ec2 = context.client("ec2")
        group_id = ec2.create_security_group(
            GroupName=properties.get("GroupName", name),
            Description=properties["GroupDescription"],
            VpcId=properties["VpcId"],
            **tag_specification("security-group", properties),
        )["GroupId"]
        if properties.get("SecurityGroupEgress"):
            # CloudFormation removes the rule that a new group has where the template has its own.
            ec2.revoke_security_group_egress(GroupId=group_id, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
        cls._authorize(ec2, group_id, properties)
        return group_id

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"GroupId": physical_id, "Id": physical_id}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        if old.get("Tags") != new.get("Tags"):
            super().update(context, physical_id, old, new)
        ec2 = context.client("ec2")
        rules = (("SecurityGroupEgress", "DestinationSecurityGroupId", "egress"), ("SecurityGroupIngress", "SourceSecurityGroupId", "ingress"))
        for key, peer, direction in rules:
            if old.get(key) != new.get(key):
                for rule in old.get(key, []):
                    getattr(ec2, f"revoke_security_group_{direction}")(GroupId=physical_id, IpPermissions=[permission(rule, peer)])
                for rule in new.get(key, []):
                    getattr(ec2, f"authorize_security_group_{direction}")(GroupId=physical_id, IpPermissions=[permission(rule, peer)])

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").delete_security_group(GroupId=physical_id)

    @classmethod
    def _authorize(cls, ec2: Any, group_id: str, properties: dict[str, Any]) -> None:
        for rule in properties.get("SecurityGroupEgress", []):
            ec2.authorize_security_group_egress(GroupId=group_id, IpPermissions=[permission(rule, "DestinationSecurityGroupId")])
        for rule in properties.get("SecurityGroupIngress", []):
            ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission(rule, "SourceSecurityGroupId")])


def _is_used(backend: EC2Backend, group_id: str) -> bool:
    balancers = elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()
    if any(group_id in (balancer.security_groups or []) for balancer in balancers):
        return True
    if any(group.id == group_id for eni in backend.enis.values() for group in eni.group_set):
        return True
    others = [group for groups in backend.groups.values() for group in groups.values() if group.id != group_id]
    return any(
        source.get("GroupId") == group_id
        for group in others for rule in [*group.ingress_rules, *group.egress_rules] for source in _sources(rule))


def _sources(rule: Any) -> list[dict[str, Any]]:
    return [rule.source_group] if isinstance(rule.source_group, dict) else list(rule.source_group or [])


_delete_security_group = EC2Backend.delete_security_group


def delete_security_group(self: EC2Backend, name: str | None = None, group_id: str | None = None) -> None:
    if group_id and _is_used(self, group_id):
        raise DependencyViolationError(f"resource {group_id} has a dependent object")
    return _delete_security_group(self, name, group_id)


EC2Backend.delete_security_group = delete_security_group
