"""Who may assume which role: moto hands out any."""

import json
from typing import Any

from moto.sts.exceptions import STSClientError
from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends
from moto.sts.responses import TokenResponse

from .api import CLOUDFORMATION_KEY

CLOUDFORMATION = "cloudformation.amazonaws.com"
PARTITION = "aws"


def caller(response: BaseResponse) -> str:
    """The ARN of the role whose credentials signed a request, or of the account."""
    if response.access_key == CLOUDFORMATION_KEY:
        return CLOUDFORMATION
    assumed = sts_backends[response.current_account][PARTITION].get_assumed_role_from_access_key(response.access_key)
    return assumed.role_arn if assumed else f"arn:aws:iam::{response.current_account}:root"


def is_named(principal: str, principals: list[str]) -> bool:
    """Whether a list of principals has this one, or its account."""
    account = principal.split(":")[4] if principal.startswith("arn:") else None
    return principal in principals or f"arn:aws:iam::{account}:root" in principals or account in principals


def find_role(role_arn: str) -> Any:
    """The role of an ARN, in its account; None if there is none."""
    account = role_arn.split(":")[4]
    return next((role for role in iam_backends[account][PARTITION].roles.values() if role.arn == role_arn), None)


def _trusts(role: Any, principal: str) -> bool:
    for statement in json.loads(role.assume_role_policy_document)["Statement"]:
        if statement["Effect"] == "Allow":
            named = [entry for value in statement["Principal"].values() for entry in (value if isinstance(value, list) else [value])]
            if is_named(principal, named):
                return True
    return False


_assume_role = TokenResponse.assume_role


def assume_role(self: TokenResponse):
    role_arn = self._get_param("RoleArn")
    role = find_role(role_arn)
    principal = caller(self)
    if role is None or not _trusts(role, principal):
        # AWS does not say which of the two it is.
        raise STSClientError("AccessDenied", f"User: {principal} is not authorized to perform: sts:AssumeRole on resource: {role_arn}")
    return _assume_role(self)


TokenResponse.assume_role = assume_role
