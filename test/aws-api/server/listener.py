"""Listeners of network load balancers."""

from typing import Any

from .resource_type import Context, ResourceType, key_values


class Listener(ResourceType):
    NAME = "AWS::ElasticLoadBalancingV2::Listener"
    REPLACED_BY = frozenset({"LoadBalancerArn"})
    PROPERTIES = frozenset({"DefaultActions", "ListenerAttributes", "Port", "Protocol"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        elbv2 = context.client("elbv2")
        arn = elbv2.create_listener(
            LoadBalancerArn=properties["LoadBalancerArn"],
            Port=int(properties["Port"]),
            Protocol=properties["Protocol"],
            DefaultActions=properties["DefaultActions"],
        )["Listeners"][0]["ListenerArn"]
        if properties.get("ListenerAttributes"):
            elbv2.modify_listener_attributes(ListenerArn=arn, Attributes=key_values(properties["ListenerAttributes"]))
        return arn

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        if {**old, "ListenerAttributes": None} != {**new, "ListenerAttributes": None}:
            super().update(context, physical_id, old, new)
        context.client("elbv2").modify_listener_attributes(ListenerArn=physical_id, Attributes=key_values(new["ListenerAttributes"]))

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        context.client("elbv2").delete_listener(ListenerArn=physical_id)
