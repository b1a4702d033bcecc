"""Change sets, by stack, with what they would replace: moto has one list for all stacks, and knows of no replacement."""

from __future__ import annotations

import traceback
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import AlreadyExistsException, ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from .deletion_policy import is_retained, is_retained_on_replacement
from .references import creation_order, deletion_order
from .stack import execute
from .stack_resources import StackResources, changed_properties, is_replaced, without_none

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"


class _KnownAfterApply(Exception):
    """A value depends on a resource that does not exist yet."""


class _Preview(StackResources):
    """The resources of a stack as far as they are known before a change set is executed."""

    def __init__(self, stack: Stack, template: dict[str, Any], parameters: dict[str, Any]) -> None:
        existing: StackResources = stack.resource_map
        super().__init__(
            stack.stack_id, stack.name, parameters, {}, existing._region_name, existing._account_id, {}, existing.cross_stack_resources)
        self.existing = existing
        self.role_arn = existing.role_arn
        self.replaced: set[str] = set()
        self.load_template(template, parameters)

    def __getitem__(self, key: str) -> Any:
        if key not in self._resource_json_map:
            return super().__getitem__(key)
        if key in self.replaced or key not in self.existing._parsed_resources:
            raise _KnownAfterApply
        return self.existing._parsed_resources[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key]

    def resolve(self, logical_id: str) -> dict[str, Any]:
        result = {}
        for name, value in self._resource_json_map[logical_id].get("Properties", {}).items():
            try:
                result.update(self._resolve_property(name, value))
            except _KnownAfterApply:
                result[name] = UNKNOWN
        return result

    def _resolve_property(self, name: str, value: Any) -> dict[str, Any]:
        return without_none(parsing.clean_json({name: value}, self))

    def changes(self) -> list[dict[str, Any]]:
        before, after = self.existing._resource_json_map, self._resource_json_map
        result = []
        for name in creation_order(after):
            kind = after[name]["Type"]
            new = self.resolve(name)
            if name not in before:
                result.append(self._change("Add", name, kind))
                continue
            old = self.existing.properties[name]
            changed = changed_properties(old, new)
            if changed:
                replaced = is_replaced(kind, old, new)
                if replaced:
                    self.replaced.add(name)
                details = [{"Target": {"Attribute": "Properties", "Name": each}, "Evaluation": "Dynamic" if new.get(each) == UNKNOWN else "Static"}
                           for each in changed]
                policy = {"PolicyAction": "ReplaceAndRetain" if is_retained_on_replacement(after[name]) else "ReplaceAndDelete"} if replaced else {}
                result.append({
                    **self._change("Modify", name, kind), **policy,
                    "Replacement": "True" if replaced else "False", "Scope": ["Properties"], "Details": details,
                })
        removed = [name for name in deletion_order(before) if name not in after]
        return result + [
            {**self._change("Remove", name, before[name]["Type"]), "PolicyAction": "Retain" if is_retained(before[name]) else "Delete"}
            for name in removed]

    def _change(self, action: str, name: str, kind: str) -> dict[str, Any]:
        existing = self.existing._parsed_resources.get(name)
        physical = {"PhysicalResourceId": existing.physical_resource_id} if existing else {}
        return {"Action": action, "LogicalResourceId": name, "ResourceType": kind, **physical}


def _diff(self: ChangeSet) -> list[Any]:
    return []


_create_change_set = CloudFormationBackend.create_change_set


def create_change_set(self: CloudFormationBackend, stack_name: str, change_set_name: str, template: str, parameters: dict[str, str],
                      description: str, change_set_type: str, notification_arns: Any = None, tags: Any = None,
                      role_arn: str | None = None) -> tuple[str, str]:
    reviewed = [stack for stack in self.stacks.values() if stack.name == stack_name and stack.status == "REVIEW_IN_PROGRESS"]
    if change_set_type == "CREATE" and reviewed:
        # moto would make a second stack. In AWS it stays the same one, and so do the change sets for it; nobody here needs the former.
        for stack in reviewed:
            del self.stacks[stack.stack_id]
            for change_set_id in [change_set_id for change_set_id, each in self.change_sets.items() if each.stack_id == stack.stack_id]:
                del self.change_sets[change_set_id]
    if any(each.change_set_name == change_set_name and each.stack_name == stack_name for each in self.change_sets.values()):
        raise AlreadyExistsException(f"ChangeSet {change_set_name} cannot be created due to a mismatch with existing attribute Name")
    ids = _create_change_set(self, stack_name, change_set_name, template, parameters, description, change_set_type, notification_arns, tags, role_arn)
    change_set = self.change_sets[ids[0]]
    stack = change_set.stack
    stack.resource_map.role_arn = role_arn or stack.role_arn
    try:
        change_set.changes = _Preview(stack, change_set.template_dict, parameters).changes()
        unchanged = change_set_type == "UPDATE" and not change_set.changes and _outputs(stack.template_dict) == _outputs(change_set.template_dict)
        reason = "The submitted information didn't contain changes. Submit different information to create a change set." if unchanged else None
    except Exception as error:
        traceback.print_exc()
        reason = f"{error}"
    change_set.status = "FAILED" if reason else "CREATE_COMPLETE"
    change_set.execution_status = "UNAVAILABLE" if reason else "AVAILABLE"
    change_set.status_reason = reason
    return ids


def _outputs(template: dict[str, Any]) -> Any:
    return template.get("Outputs")


def _find(self: CloudFormationResponse) -> ChangeSet:
    name, stack_name = self._get_param("ChangeSetName"), self._get_param("StackName")
    found = [
        change_set for change_set in self.cloudformation_backend.change_sets.values()
        if name == change_set.change_set_id or (name == change_set.change_set_name and stack_name in (change_set.stack_name, change_set.stack_id))]
    if not found:
        error = ValidationError(message=f"ChangeSet [{name}] does not exist")
        error.code = "ChangeSetNotFound"
        raise error
    return found[-1]


def describe_change_set(self: CloudFormationResponse) -> ActionResult:
    return ActionResult(_find(self))


def delete_change_set(self: CloudFormationResponse) -> EmptyResult:
    try:
        change_set = _find(self)
    except ValidationError:
        return EmptyResult()
    del self.cloudformation_backend.change_sets[change_set.change_set_id]
    return EmptyResult()


def execute_change_set(self: CloudFormationResponse) -> EmptyResult:
    change_set = _find(self)
    if change_set.execution_status != "AVAILABLE":
        error = ValidationError(message=f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current status of [{change_set.status}]")
        error.code = "InvalidChangeSetStatus"
        raise error
    execute(change_set.stack, change_set.template, change_set.parameters, change_set.role_arn, change_set.change_set_type)
    change_set.execution_status = "EXECUTE_COMPLETE"
    # The others were about a stack that is no longer as it was, and this one can be found by its ARN only; nobody here asks for that.
    change_sets = self.cloudformation_backend.change_sets
    for change_set_id in [change_set_id for change_set_id, each in change_sets.items() if each.stack_id == change_set.stack_id]:
        del change_sets[change_set_id]
    return EmptyResult()


def list_change_sets(self: CloudFormationResponse) -> ActionResult:
    stack_name = self._get_param("StackName")
    found = [each for each in self.cloudformation_backend.change_sets.values() if stack_name in (each.stack_name, each.stack_id)]
    return ActionResult({"Summaries": found})


ChangeSet.diff = _diff
CloudFormationBackend.create_change_set = create_change_set
CloudFormationResponse.describe_change_set = describe_change_set
CloudFormationResponse.delete_change_set = delete_change_set
CloudFormationResponse.execute_change_set = execute_change_set
CloudFormationResponse.list_change_sets = list_change_sets
# The changes are written as the API has them.
CloudFormationResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER = {
    **CloudFormationResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER,
    "DescribeChangeSetOutput.Changes": lambda changes: [{"Type": "Resource", "ResourceChange": change} for change in changes],
}
