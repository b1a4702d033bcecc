"""The resources of a stack, created, changed and deleted as CloudFormation does.

moto creates them in the order of the template, knows of no replacement, and repeats deletions until one order works: an order that
AWS refuses would go unnoticed.
"""

from __future__ import annotations

import copy
from typing import Any, Callable

from moto.cloudformation import parsing
from moto.cloudformation.parsing import ResourceMap

from .deletion_policy import is_retained, is_retained_on_replacement, is_retained_on_rollback
from .landscape import ADMINISTRATOR
from .references import creation_order, deletion_order
from .resource_type import Context, Resource, ResourceType, resource_types

Report = Callable[[str, str, str, str, str | None], None]


class StackResources(ResourceMap):
    """Resources by logical id, beside parameters and pseudo parameters."""

    role_arn: str | None = None
    properties: dict[str, dict[str, Any]]
    report: Report

    def __getitem__(self, key: str) -> Any:
        # moto creates what it is asked for.
        return self._parsed_resources[key]

    @property
    def resources(self) -> list[str]:
        """The logical ids of what exists."""
        return [name for name in self._resource_json_map if name in self._parsed_resources]

    @property
    def context(self) -> Context:
        return Context(self._account_id, self._region_name, self.role_arn or f"arn:aws:iam::{self._account_id}:role/{ADMINISTRATOR}")

    def load_template(self, template: dict[str, Any], parameters: dict[str, Any]) -> None:
        self._template = template
        self.input_parameters = parameters
        self.load_mapping()
        self.load_parameters()
        self.load_conditions()
        resources = template["Resources"]
        self._resource_json_map = {name: each for name, each in resources.items() if self._is_wanted(each)}

    def resolve(self, logical_id: str) -> dict[str, Any]:
        """The properties of a resource, without functions."""
        return without_none(parsing.clean_json(copy.deepcopy(self._resource_json_map[logical_id].get("Properties", {})), self))

    def update(self, template: dict[str, Any], parameters: dict[str, Any] | None = None) -> None:
        before = _State(self)
        undo: list[Callable[[], None]] = []
        obsolete: dict[str, tuple[Any, dict[str, Any]]] = {}
        try:
            self.load_template(template, parameters or {})
            for name in creation_order(self._resource_json_map):
                self._create_or_update(name, before, undo, obsolete)
            self.check_outputs(template)
        except Exception:
            for step in reversed(undo):
                step()
            before.restore(self)
            raise
        for name in deletion_order(before.resources):
            is_removed = name not in self._resource_json_map
            if is_removed:
                obsolete[name] = (before.parsed[name], before.properties[name])
                self._parsed_resources.pop(name)
                self.properties.pop(name)
            if name in obsolete:
                retained = is_retained(before.resources[name]) if is_removed else is_retained_on_replacement(self._resource_json_map[name])
                try:
                    self._discard(name, before.resources[name]["Type"], *obsolete[name], retained)
                except Exception:
                    # CloudFormation says so, and leaves it where it is.
                    pass

    def delete(self) -> None:
        for name in deletion_order(self._resource_json_map):
            if name in self._parsed_resources:
                resource = self._resource_json_map[name]
                self._discard(name, resource["Type"], self._parsed_resources[name], self.properties[name], is_retained(resource))
                self._parsed_resources.pop(name)

    def check_outputs(self, template: dict[str, Any]) -> None:
        """Set by the stack: fails when an export is taken away that another stack imports."""

    def _is_wanted(self, resource: dict[str, Any]) -> bool:
        return "Condition" not in resource or self.lazy_condition_map[resource["Condition"]]

    def _create_or_update(self, name: str, before: _State, undo: list[Callable[[], None]], obsolete: dict[str, tuple[Any, dict[str, Any]]]) -> None:
        kind = self._resource_json_map[name]["Type"]
        properties = self.resolve(name)
        if name not in before.resources:
            retained = is_retained_on_rollback(self._resource_json_map[name])
            self._create(name, kind, properties)
            undo.append(lambda: self._discard(name, kind, self._parsed_resources[name], properties, retained))
            return
        old = before.properties[name]
        if old == properties:
            return
        if before.resources[name]["Type"] != kind:
            raise ValueError(f"Update of resource type is not permitted: {name}")
        existing = before.parsed[name]
        if is_replaced(kind, old, properties):
            self._create(name, kind, properties)
            obsolete[name] = (existing, old)
            undo.append(lambda: self._discard(name, kind, self._parsed_resources[name], properties, retained=False))
            return
        handler = self._handler(kind)
        self._reported("UPDATE", name, kind, existing.physical_resource_id,
                       lambda: handler.update(self.context, existing.physical_resource_id, old, properties))
        self.properties[name] = properties
        undo.append(lambda: handler.update(self.context, existing.physical_resource_id, properties, old))

    def _create(self, name: str, kind: str, properties: dict[str, Any]) -> None:
        handler = resource_types().get(kind)

        def create() -> Any:
            if handler is None:
                resource = parsing.parse_and_create_resource(name, self._resource_json_map[name], self, self._account_id, self._region_name)
                if resource is None:
                    raise NotImplementedError(f"{kind} is not known here")
                return resource
            unknown = sorted(properties.keys() - handler.PROPERTIES - handler.REPLACED_BY)
            if unknown:
                raise NotImplementedError(f"{kind} with {', '.join(unknown)} is not known here")
            generated = parsing.generate_resource_name(kind, self["AWS::StackName"], name)
            physical_id = handler.create(self.context, generated, properties)
            return Resource(name, kind, physical_id, properties, handler.attributes(self.context, physical_id))

        self._parsed_resources[name] = self._reported("CREATE", name, kind, "", create)
        self.properties[name] = properties

    def _discard(self, name: str, kind: str, resource: Any, properties: dict[str, Any], retained: bool) -> None:
        if retained:
            self.report(name, kind, resource.physical_resource_id, "DELETE_SKIPPED", None)
            return

        def delete() -> None:
            if isinstance(resource, Resource):
                self._handler(kind).delete(self.context, resource.physical_resource_id, properties)
            else:
                self._delete_resource(resource, {"Type": kind, "Properties": properties})

        self._reported("DELETE", name, kind, resource.physical_resource_id, delete)

    def _reported(self, action: str, name: str, kind: str, physical_id: str, do: Callable[[], Any]) -> Any:
        self.report(name, kind, physical_id, f"{action}_IN_PROGRESS", None)
        try:
            result = do()
        except Exception as error:
            self.report(name, kind, physical_id, f"{action}_FAILED", f"{error}")
            raise
        self.report(name, kind, getattr(result, "physical_resource_id", physical_id), f"{action}_COMPLETE", None)
        return result

    def _handler(self, kind: str) -> type[ResourceType]:
        handler = resource_types().get(kind)
        if handler is None:
            raise NotImplementedError(f"{kind} cannot be changed or deleted here")
        return handler


def without_none(value: Any) -> Any:
    """AWS::NoValue in a list removes the entry; moto removes it only from objects."""
    if isinstance(value, dict):
        return {key: without_none(entry) for key, entry in value.items()}
    return [without_none(entry) for entry in value if entry is not None] if isinstance(value, list) else value


class _State:
    """What a stack was before an update."""

    def __init__(self, stack: StackResources) -> None:
        self.template = stack._template
        self.parameters = stack.input_parameters
        self.resources = dict(stack._resource_json_map)
        self.parsed = dict(stack._parsed_resources)
        self.properties = dict(stack.properties)

    def restore(self, stack: StackResources) -> None:
        stack._template = self.template
        stack.input_parameters = self.parameters
        stack._resource_json_map = self.resources
        stack._parsed_resources = self.parsed
        stack.properties = self.properties


def changed_properties(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return sorted(name for name in {**old, **new} if old.get(name) != new.get(name))


def is_replaced(kind: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    handler = resource_types().get(kind)
    return handler is not None and any(name in handler.REPLACED_BY for name in changed_properties(old, new))
