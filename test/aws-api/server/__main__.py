"""Serves the API on a free port of 127.0.0.1 until the standard input ends.

Reads what exists in the accounts from the first line of the standard input (see landscape.py), and prints one line: the URL, as JSON.
"""

import json
import logging
import os
import sys

# Nothing of the caller's AWS configuration counts here.
for name in [name for name in os.environ if name.startswith("AWS_") or name.startswith("MOTO_")]:
    del os.environ[name]
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: E402

from . import (  # noqa: E402, F401
    access_log,
    api,
    assumed_role,
    bucket_policy,
    change_set,
    elastic_ip,
    endpoint,
    endpoint_service,
    endpoint_service_permissions,
    gateway_attachment,
    hosted_zone,
    internet_gateway,
    key,
    key_alias,
    landscape,
    listener,
    load_balancer,
    nat_gateway,
    record_set,
    role,
    role_policy,
    route,
    route_table,
    route_table_association,
    secret,
    secret_policy,
    security_group,
    security_group_ingress,
    stack,
    subnet,
    target_group,
    vpc,
)


def main() -> None:
    # Each request is a line in access_log.py.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    described = json.loads(sys.stdin.readline())
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    # By this name, moto finds a bucket in the path of a URL.
    api.URL = f"http://localhost:{port}"
    landscape.create(described)
    print(json.dumps({"url": api.URL}), flush=True)
    # Ends also when whoever started this server is killed.
    sys.stdin.read()
    os._exit(0)


main()
