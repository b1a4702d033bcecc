"""Checks the health of targets from inside a load balancer's network namespace.

python health_check.py <path of the namespace> <source address>

A line of JSON on the standard input, [{"protocol", "address", "port", "path", "timeout"}], gives one on the standard output: for each of them
{"status"}, which is null for TCP, or {"error"}. All are asked at the same time.
"""

import ctypes
import http.client
import json
import os
import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

CLONE_NEWNET = 0x40000000


def enter(path: str) -> None:
    # Python has os.setns from 3.12 on.
    libc = ctypes.CDLL(None, use_errno=True)
    namespace = os.open(path, os.O_RDONLY)
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), f"cannot enter {path}")
    os.close(namespace)


def check(target: dict[str, Any], source: str) -> dict[str, Any]:
    address, port, timeout = target["address"], target["port"], target["timeout"]
    try:
        if target["protocol"] == "TCP":
            socket.create_connection((address, port), timeout, (source, 0)).close()
            return {"status": None}
        options: dict[str, Any] = {"timeout": timeout, "source_address": (source, 0)}
        if target["protocol"] == "HTTPS":
            # As AWS, which does not look at the certificate.
            connection: Any = http.client.HTTPSConnection(address, port, context=ssl._create_unverified_context(), **options)
        else:
            connection = http.client.HTTPConnection(address, port, **options)
        try:
            connection.request("GET", target["path"], headers={"User-Agent": "ELB-HealthChecker/2.0", "Connection": "close"})
            return {"status": connection.getresponse().status}
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        return {"error": str(error) or type(error).__name__}


def main() -> None:
    path, source = sys.argv[1:]
    # Before there is any thread, which would stay outside.
    enter(path)
    with ThreadPoolExecutor(max_workers=16) as pool:
        for line in sys.stdin:
            print(json.dumps(list(pool.map(lambda target: check(target, source), json.loads(line)))), flush=True)


main()
