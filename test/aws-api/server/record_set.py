"""Alias records to interface endpoints: AWS takes only an alias to what exists."""

from typing import Any

from moto.route53.exceptions import Route53ClientError
from moto.ec2.models import ec2_backends
from moto.route53.models import Route53Backend

from .resource_type import Context, ResourceType


class RecordSet(ResourceType):
    NAME = "AWS::Route53::RecordSet"
    REPLACED_BY = frozenset({"HostedZoneId", "Name"})
    PROPERTIES = frozenset({"AliasTarget", "Comment", "Type"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        cls._change(context, "CREATE", properties)
        return properties["Name"]

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        cls._change(context, "UPSERT", new)

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        cls._change(context, "DELETE", properties)

    @classmethod
    def _change(cls, context: Context, action: str, properties: dict[str, Any]) -> None:
        record = {"Name": properties["Name"], "Type": properties["Type"], "AliasTarget": {"EvaluateTargetHealth": False, **properties["AliasTarget"]}}
        context.client("route53").change_resource_record_sets(
            HostedZoneId=properties["HostedZoneId"], ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})


_change_resource_record_sets = Route53Backend.change_resource_record_sets


def change_resource_record_sets(self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
    for change in change_list:
        target = change["ResourceRecordSet"].get("AliasTarget")
        if target and change["Action"] != "DELETE" and not _is_endpoint(self.account_id, target):
            raise Route53ClientError(
                "InvalidChangeBatch",
                f"Tried to create an alias that targets {target['DNSName']}, type {change['ResourceRecordSet']['Type']} "
                f"in zone {target['HostedZoneId']}, but the alias target name does not lie within the target zone")
    return _change_resource_record_sets(self, zoneid, change_list)


def _is_endpoint(account: str, target: dict[str, str]) -> bool:
    endpoints = (endpoint for region in list(ec2_backends[account]) for endpoint in ec2_backends[account][region].vpc_end_points.values())
    entries = (entry for endpoint in endpoints for entry in endpoint.dns_entries)
    return any((entry["dns_name"], entry["hosted_zone_id"]) == (target["DNSName"].rstrip("."), target["HostedZoneId"]) for entry in entries)


Route53Backend.change_resource_record_sets = change_resource_record_sets
