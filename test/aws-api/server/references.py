"""In which order CloudFormation creates and deletes the resources of a template: each as soon as nothing stands in its way."""

import re
from graphlib import TopologicalSorter
from typing import Any, Iterator


def creation_order(resources: dict[str, Any]) -> list[str]:
    return list(TopologicalSorter(_graph(resources)).static_order())


def deletion_order(resources: dict[str, Any]) -> list[str]:
    """Not the creation order backwards, which would hide that a dependency is missing."""
    dependents: dict[str, list[str]] = {name: [] for name in resources}
    for name, needed in _graph(resources).items():
        for each in needed:
            dependents[each].append(name)
    return list(TopologicalSorter(dependents).static_order())


def _graph(resources: dict[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(dependencies(resource) & resources.keys()) for name, resource in resources.items()}


def dependencies(resource: dict[str, Any]) -> set[str]:
    """Whatever a resource refers to; also names of parameters."""
    explicit = resource.get("DependsOn", [])
    return {*([explicit] if isinstance(explicit, str) else explicit), *_references(resource.get("Properties", {}))}


def imported_exports(template: dict[str, Any]) -> set[str]:
    """The names of the exports that a template imports."""
    return {value for key, value in _functions(template) if key == "Fn::ImportValue" and isinstance(value, str)}


def _references(value: Any) -> Iterator[str]:
    for function, argument in _functions(value):
        if function == "Ref":
            yield argument
        elif function == "Fn::GetAtt":
            yield argument.split(".")[0] if isinstance(argument, str) else argument[0]
        elif function == "Fn::Sub":
            text = argument if isinstance(argument, str) else argument[0]
            yield from (name.split(".")[0] for name in re.findall(r"\$\{([^!}][^}]*)\}", text))


def _functions(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, argument in value.items():
            if key == "Ref" or key.startswith("Fn::"):
                yield key, argument
            yield from _functions(argument)
    elif isinstance(value, list):
        for entry in value:
            yield from _functions(entry)
