"""Policies of buckets: the bootstrap stack has one, which denies all requests without TLS.

Here there is no TLS, and moto reads no conditions: with this policy, nobody could upload a template.
"""

from typing import Any

from .resource_type import Context, ResourceType


class BucketPolicy(ResourceType):
    NAME = "AWS::S3::BucketPolicy"
    REPLACED_BY = frozenset({"Bucket"})
    PROPERTIES = frozenset({"PolicyDocument"})

    @classmethod
    def create(cls, context: Context, name: str, properties: dict[str, Any]) -> str:
        return properties["Bucket"]

    @classmethod
    def delete(cls, context: Context, physical_id: str, properties: dict[str, Any]) -> None:
        pass
