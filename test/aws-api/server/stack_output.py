"""Fn::GetStackOutput, with which a stack reads the output of one in another account or region: moto does not know it."""

from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError

from . import api
from .role import inline_statements

_clean_json = parsing.clean_json


def clean_json(resource_json: Any, resources_map: Any) -> Any:
    if isinstance(resource_json, dict) and "Fn::GetStackOutput" in resource_json:
        return _stack_output(_clean_json(resource_json["Fn::GetStackOutput"], resources_map), resources_map.context)
    return _clean_json(resource_json, resources_map)


def _stack_output(arguments: dict[str, str], context: Any) -> str:
    name, output, region = arguments["StackName"], arguments["OutputName"], arguments.get("Region", context.region)
    role_arn = arguments.get("RoleArn")
    try:
        if role_arn:
            # The role of this stack assumes the one that may read the other.
            cloudformation = api.client_through(context.client("sts"), "cloudformation", region, role_arn)
        else:
            cloudformation = api.client("cloudformation", region, context.role_arn)
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        raise ValidationError(message=f"Fn::GetStackOutput of stack {name}: {error}") from error
    if role_arn and not _may_describe(role_arn, stack["StackId"]):
        raise ValidationError(message=f"Fn::GetStackOutput of stack {name}: {role_arn} is not authorized to perform: cloudformation:DescribeStacks")
    found = [entry["OutputValue"] for entry in stack.get("Outputs", []) if entry["OutputKey"] == output]
    if not found:
        raise ValidationError(message=f"Fn::GetStackOutput: stack {name} has no output {output}")
    return found[0]


def _may_describe(role_arn: str, stack_id: str) -> bool:
    """moto does not check what a role may do."""
    for statement in inline_statements(role_arn):
        actions, resources = ([value] if isinstance(value, str) else value for value in (statement["Action"], statement["Resource"]))
        if "cloudformation:DescribeStacks" in actions and any(fnmatchcase(stack_id, pattern) for pattern in resources):
            return True
    return False


# The functions of that module call each other by this name.
parsing.clean_json = clean_json
