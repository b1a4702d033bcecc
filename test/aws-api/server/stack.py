"""Stacks: outcome, events, exports that are in use, and termination protection."""

from __future__ import annotations

from threading import RLock
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend, Event, Stack, cloudformation_backends
from moto.cloudformation.parsing import OutputMap
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from . import stack_output  # noqa: F401
from .references import imported_exports
from .stack_resources import StackResources

# The CDK deploys stacks at the same time if it is told to; CloudFormation takes them one after the other here.
LOCK = RLock()


def _create_resource_map(self: Stack) -> StackResources:
    resources = StackResources(
        self.stack_id,
        self.name,
        self.parameters,
        self.tags,
        account_id=self.account_id,
        region_name=self.region_name,
        template={},
        # Not a copy: an export may come after the stack.
        cross_stack_resources=backend_of(self).exports,
    )
    resources.properties = {}
    resources.role_arn = self.role_arn
    resources.report = lambda *event: report(self, *event)
    resources.check_outputs = lambda template: _check_exports(self, template)
    return resources


def report(stack: Stack, logical_id: str, kind: str, physical_id: str, status: str, reason: str | None) -> None:
    """Adds an event of a resource."""
    stack.events.append(Event(stack.stack_id, stack.name, logical_id, physical_id, kind, status, reason, None))


def backend_of(stack: Stack) -> CloudFormationBackend:
    return cloudformation_backends[stack.account_id][stack.region_name]


def execute(stack: Stack, template: str, parameters: dict[str, str], role_arn: str | None, operation: str) -> None:
    """Creates or updates a stack; whether it worked is said by its status, not by an exception."""
    with LOCK:
        stack.role_arn = role_arn or stack.role_arn
        stack.resource_map.role_arn = stack.role_arn
        stack.status = f"{operation}_IN_PROGRESS"
        stack._add_stack_event(stack.status, "User Initiated")
        try:
            stack.resource_map.update(Stack.parse_template(template), parameters)
        except Exception as error:
            stack._add_stack_event(f"{operation}_FAILED", f"{error}")
            stack.status = "ROLLBACK_COMPLETE" if operation == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
            stack._add_stack_event(stack.status)
            return
        stack.template = template
        stack.parameters = parameters
        stack._parse_template()
        stack.description = stack.template_dict.get("Description")
        stack.output_map = stack._create_output_map()
        exports = backend_of(stack).exports
        for name in [name for name, export in exports.items() if export.exporting_stack_id == stack.stack_id]:
            del exports[name]
        exports.update({export.name: export for export in stack.exports})
        stack.status = f"{operation}_COMPLETE"
        stack._add_stack_event(stack.status)


def _check_exports(stack: Stack, template: dict[str, Any]) -> None:
    after = {export.name: export.value for export in OutputMap(stack.resource_map, template, stack.stack_id).exports}
    for name, export in backend_of(stack).exports.items():
        if export.exporting_stack_id != stack.stack_id:
            if name in after:
                raise ValidationError(message=f"Export with name {name} is already exported by stack {export.exporting_stack_id}")
        elif after.get(name) != export.value and (users := _importers(stack, name)):
            raise ValidationError(message=f"Export {name} cannot be deleted as it is in use by {', '.join(users)}")


def _importers(stack: Stack, export: str) -> list[str]:
    return sorted(other.name for other in backend_of(stack).stacks.values() if other is not stack and export in imported_exports(other.template_dict))


def delete_stack(self: CloudFormationBackend, name_or_stack_id: str) -> None:
    with LOCK:
        stack = next((each for each in self.stacks.values() if name_or_stack_id in (each.name, each.stack_id)), None)
        if stack is None:
            return
        if stack.enable_termination_protection:
            raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        stack._add_stack_event("DELETE_IN_PROGRESS", "User Initiated")
        stack.status = "DELETE_IN_PROGRESS"
        exported = [name for name, export in self.exports.items() if export.exporting_stack_id == stack.stack_id]
        try:
            for name in exported:
                if users := _importers(stack, name):
                    raise ValidationError(message=f"Export {name} cannot be deleted as it is in use by {', '.join(users)}")
            stack.resource_map.delete()
        except Exception as error:
            stack.status = "DELETE_FAILED"
            stack._add_stack_event("DELETE_FAILED", f"{error}")
            return
        for name in exported:
            del self.exports[name]
        # Outputs are read anew with every request, from resources that are gone.
        stack.output_map = OutputMap(stack.resource_map, {}, stack.stack_id)
        for change_set_id in [change_set_id for change_set_id, each in self.change_sets.items() if each.stack_id == stack.stack_id]:
            del self.change_sets[change_set_id]
        stack.status = "DELETE_COMPLETE"
        stack._add_stack_event("DELETE_COMPLETE")
        self.deleted_stacks[stack.stack_id] = self.stacks.pop(stack.stack_id)


def update_termination_protection(self: CloudFormationResponse) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection", False)
    return ActionResult({"StackId": stack.stack_id})


def stack_parameters(self: Stack) -> dict[str, str | None]:
    """As they were given: moto would read the parameter store again, with a value from it as the name."""
    return {name: self.parameters.get(name, parameter.get("Default")) for name, parameter in self.template_dict.get("Parameters", {}).items()}


def describe_events(self: CloudFormationResponse) -> ActionResult:
    """The CDK asks for more about a failure than the events of the stack say."""
    return ActionResult({"OperationEvents": []})


def list_hook_results(self: CloudFormationResponse) -> ActionResult:
    return ActionResult({"HookResults": []})


Stack._create_resource_map = _create_resource_map
Stack.stack_parameters = property(stack_parameters)
CloudFormationResponse.describe_events = describe_events
CloudFormationResponse.list_hook_results = list_hook_results
CloudFormationBackend.delete_stack = delete_stack
CloudFormationResponse.update_termination_protection = update_termination_protection
