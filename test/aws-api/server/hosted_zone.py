"""Private hosted zones."""

from typing import Any

from .resource_type import Context, ResourceType


class HostedZone(ResourceType):
    NAME = "AWS::Route53::HostedZone"
    REPLACED_BY = frozenset({"Name"})
    PROPERTIES = frozenset({"HostedZoneConfig", "HostedZoneTags", "VPCs"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        route53 = context.client("route53")
        (vpc,) = properties["VPCs"]
        zone_id = route53.create_hosted_zone(
            Name=properties["Name"],
            CallerReference=name,
            HostedZoneConfig={"PrivateZone": True, "Comment": properties["HostedZoneConfig"]["Comment"]},
            VPC={"VPCId": vpc["VPCId"], "VPCRegion": vpc["VPCRegion"]},
        )["HostedZone"]["Id"].removeprefix("/hostedzone/")
        if properties.get("HostedZoneTags"):
            route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone_id, AddTags=properties["HostedZoneTags"])
        return zone_id

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {"Id": physical_id}

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("route53").delete_hosted_zone(Id=physical_id)
