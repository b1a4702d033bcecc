"""Calls the API as whoever the caller wants to be: a line of JSON for each call on the standard input, one for its result on the standard output.

{"role", "region", "service", "operation", "parameters"} gives {"result"} or {"error": {"code", "message"}}. Results of several pages are joined.
The first line is {"url"}. Role null stands for the operator, who has no rights but to assume roles.
"""

import json
import sys
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CONFIG = Config(retries={"max_attempts": 1, "mode": "standard"}, proxies={}, parameter_validation=True)


class Callers:
    def __init__(self, url: str) -> None:
        self.url = url
        self.clients: dict[tuple[str, str, str | None], Any] = {}

    def client(self, service: str, region: str, role: str | None) -> Any:
        key = (service, region, role)
        if key not in self.clients:
            # Neither is a key of AWS.
            credentials = {"AccessKeyId": "OPERATOR", "SecretAccessKey": "none", "SessionToken": "none"}
            if role:
                sts = self.client("sts", region, None)
                credentials = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            self.clients[key] = boto3.client(
                service,
                region_name=region,
                endpoint_url=self.url,
                config=CONFIG,
                aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"],
                aws_session_token=credentials["SessionToken"],
            )
        return self.clients[key]

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            client = self.client(request["service"], request["region"], request["role"])
            operation, parameters = request["operation"], request["parameters"]
            if client.can_paginate(operation):
                result = client.get_paginator(operation).paginate(**parameters).build_full_result()
            else:
                result = getattr(client, operation)(**parameters)
        except ClientError as error:
            return {"error": {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}}
        result.pop("ResponseMetadata", None)
        return {"result": result}


def main() -> None:
    callers = Callers(json.loads(sys.stdin.readline())["url"])
    for line in sys.stdin:
        print(json.dumps(callers.call(json.loads(line)), default=str), flush=True)


main()
