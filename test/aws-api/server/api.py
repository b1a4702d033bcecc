"""This API as its own client: resource types of CloudFormation call it with the role of the stack, as AWS does."""

from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

URL = ""

# Known to assumed_role.py as that of no account.
CLOUDFORMATION_KEY = "AKIACLOUDFORMATION00"

CONFIG = Config(retries={"max_attempts": 1, "mode": "standard"}, proxies={})


@lru_cache(maxsize=None)
def client(service: str, region: str, role_arn: str) -> Any:
    """A client with the permissions of a role that CloudFormation assumes."""
    sts = boto3.client("sts", region_name=region, endpoint_url=URL, config=CONFIG, aws_access_key_id=CLOUDFORMATION_KEY, aws_secret_access_key="none")
    return client_through(sts, service, region, role_arn)


def client_through(sts: Any, service: str, region: str, role_arn: str) -> Any:
    """A client with the permissions of a role that whoever owns `sts` assumes; not kept, because the role may cease to let it."""
    credentials = sts.assume_role(RoleArn=role_arn, RoleSessionName="AWSCloudFormation")["Credentials"]
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=URL,
        config=CONFIG,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
