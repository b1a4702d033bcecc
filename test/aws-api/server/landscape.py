"""What exists before anything is deployed: VPCs with the ids that a declaration names, and who administers the accounts.

One network: {"account", "region", "vpc": {"id", "cidr"}, "subnets": [{"id", "cidr", "zone", "zoneId"}], "podSecurityGroupId", "roleName"}, the last
two optional. Without "vpc", there is nothing in the region.
"""

import json
from typing import Any
from unittest.mock import patch

from moto.ec2.models import ec2_backends
from moto.ec2.models.availability_zones_and_regions import Zone
from moto.iam.models import iam_backends

ADMINISTRATOR = "Administrator"
# moto takes whoever has no credentials of its own for this account.
OPERATOR_ACCOUNT = "123456789012"


def create(networks: list[dict[str, Any]]) -> None:
    for network in networks:
        account, region = network["account"], network["region"]
        _create_administrator(account)
        if "vpc" not in network:
            continue
        vpc_id = network["vpc"]["id"]
        backend = ec2_backends[account][region]
        with patch("moto.ec2.models.vpcs.random_vpc_id", lambda: vpc_id):
            backend.create_vpc(network["vpc"]["cidr"])
        for subnet in network["subnets"]:
            with patch("moto.ec2.models.subnets.random_subnet_id", lambda: subnet["id"]):
                created = backend.create_subnet(vpc_id, subnet["cidr"], availability_zone=subnet["zone"])
            # The same name is another zone in another account; moto has one mapping for all of them.
            created._availability_zone = Zone(subnet["zone"], region, subnet["zoneId"])
        group_id = network.get("podSecurityGroupId")
        if group_id:
            with patch("moto.ec2.models.security_groups.random_security_group_id", lambda: group_id):
                backend.create_security_group("pods", "Pods", vpc_id=vpc_id)
        if "roleName" in network:
            _create_role(account, network["roleName"], {"Service": "pods.eks.amazonaws.com"})


def _create_administrator(account: str) -> None:
    """The role with which an operator bootstraps an account, and with which CloudFormation works where a stack has no role."""
    if any(role.name == ADMINISTRATOR for role in iam_backends[account]["aws"].roles.values()):
        return
    _create_role(account, ADMINISTRATOR, {"AWS": f"arn:aws:iam::{OPERATOR_ACCOUNT}:root", "Service": "cloudformation.amazonaws.com"})


def _create_role(account: str, name: str, principals: dict[str, str]) -> None:
    iam_backends[account]["aws"].create_role(
        role_name=name,
        assume_role_policy_document=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principals}],
        }),
        path="/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
    )
