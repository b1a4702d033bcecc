"""What CloudFormation does with the resources of a type."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from . import api


@dataclass
class Context:
    """For whom a resource is handled."""

    account: str
    region: str
    role_arn: str

    def client(self, service: str) -> Any:
        return api.client(service, self.region, self.role_arn)


@dataclass
class Resource:
    """A resource of a stack, with the names by which moto's CloudFormation reads it."""

    logical_resource_id: str
    cf_resource_type: str
    physical_resource_id: str
    properties: dict[str, Any]
    attributes: dict[str, Any] = field(default_factory=dict)

    def get_cfn_attribute(self, name: str) -> Any:
        if name not in self.attributes:
            raise KeyError(f"{self.cf_resource_type} has no attribute {name}, or none that is known here")
        return self.attributes[name]

    def is_created(self) -> bool:
        return True


class ResourceType:
    """A type of resource; a class for each in a module of its own."""

    NAME: ClassVar[str]
    # The properties that AWS cannot change: another value makes another resource.
    REPLACED_BY: ClassVar[frozenset[str]] = frozenset()
    # All others that these handlers know. Whatever else is in a template is an error, so that no property is overlooked.
    PROPERTIES: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        """Gives the physical id; `name` is what CloudFormation calls a resource without a name."""
        raise NotImplementedError

    @classmethod
    def attributes(cls, context: Context, physical_id: str) -> dict[str, Any]:
        return {}

    @classmethod
    def update(cls, context: Context, physical_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        changed = sorted(name for name in {**old, **new} if old.get(name) != new.get(name))
        raise NotImplementedError(f"{cls.NAME}: no update of {', '.join(changed)} here")

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        raise NotImplementedError


def resource_types() -> dict[str, type[ResourceType]]:
    return {each.NAME: each for each in ResourceType.__subclasses__()}


def tag_specification(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Tags as EC2 takes them with the creation of something."""
    tags = properties.get("Tags")
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def key_values(attributes: list[dict[str, str]] | None) -> list[dict[str, str]]:
    return [{"Key": entry["Key"], "Value": str(entry["Value"])} for entry in attributes or []]
