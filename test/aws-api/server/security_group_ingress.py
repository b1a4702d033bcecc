"""Inbound rules of security groups that stand in no template: those of the pods."""

from typing import Any

from .resource_type import Context, ResourceType
from .security_group import permission


class SecurityGroupIngress(ResourceType):
    NAME = "AWS::EC2::SecurityGroupIngress"
    REPLACED_BY = frozenset({"CidrIp", "FromPort", "GroupId", "IpProtocol", "SourceSecurityGroupId", "ToPort"})
    PROPERTIES = frozenset({"Description"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        response = context.client("ec2").authorize_security_group_ingress(
            GroupId=properties["GroupId"], IpPermissions=[permission(properties, "SourceSecurityGroupId")])
        return response["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("ec2").revoke_security_group_ingress(
            GroupId=properties["GroupId"], IpPermissions=[permission(properties, "SourceSecurityGroupId")])
