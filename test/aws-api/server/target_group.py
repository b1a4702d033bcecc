"""Target groups of network load balancers."""

from typing import Any

from .resource_type import Context, ResourceType, key_values

HEALTH_CHECK = (
    "HealthCheckIntervalSeconds", "HealthCheckPath", "HealthCheckPort", "HealthCheckProtocol", "HealthCheckTimeoutSeconds",
    "HealthyThresholdCount", "UnhealthyThresholdCount",
)


class TargetGroup(ResourceType):
    NAME = "AWS::ElasticLoadBalancingV2::TargetGroup"
    REPLACED_BY = frozenset({"Name", "Port", "Protocol", "TargetType", "VpcId"})
    PROPERTIES = frozenset({*HEALTH_CHECK, "Tags", "TargetGroupAttributes"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        elbv2 = context.client("elbv2")
        arn = elbv2.create_target_group(
            Name=properties.get("Name", name),
            Port=properties["Port"],
            Protocol=properties["Protocol"],
            TargetType=properties["TargetType"],
            VpcId=properties["VpcId"],
            Tags=properties.get("Tags", []),
            **{key: properties[key] for key in HEALTH_CHECK if key in properties},
        )["TargetGroups"][0]["TargetGroupArn"]
        elbv2.modify_target_group_attributes(TargetGroupArn=arn, Attributes=key_values(properties.get("TargetGroupAttributes")))
        return arn

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("elbv2").delete_target_group(TargetGroupArn=physical_id)
