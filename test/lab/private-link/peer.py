"""What the test of the links runs in network namespaces.

peer.py serve <address> <name> <file>    HTTP on 15443, which answers with the name, and on 15021, which answers with the status in the file
peer.py ask <source> <address> <port>    prints the answer, "timeout", "refused" or "reset"
peer.py hold <source> <address> <port>   asks on one connection for each line of the standard input
"""

import http.client
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable


def serve(address: str, name: str, file: str) -> None:
    def status() -> int:
        with open(file) as opened:
            return int(opened.read())

    servers = [server(address, 15443, lambda: 200, name), server(address, 15021, status, "")]
    for one in servers[1:]:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    print("ready", flush=True)
    servers[0].serve_forever()


def server(address: str, port: int, status: Callable[[], int], prefix: str) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = f"{prefix} {self.client_address[0]}".encode()
            self.send_response(status())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    return ThreadingHTTPServer((address, port), Handler)


def answer(connection: http.client.HTTPConnection) -> str:
    try:
        connection.request("GET", "/")
        return connection.getresponse().read().decode()
    except TimeoutError:
        return "timeout"
    except ConnectionRefusedError:
        return "refused"
    except (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected):
        return "reset"


def main() -> None:
    verb, *args = sys.argv[1:]
    if verb == "serve":
        serve(*args)
        return
    source, address, port = args
    connection = http.client.HTTPConnection(address, int(port), timeout=1.5, source_address=(source, 0))
    if verb == "ask":
        print(answer(connection))
        return
    # A closed connection would be opened again.
    connection.auto_open = 0
    connection.connect()
    for _ in sys.stdin:
        print(answer(connection), flush=True)


main()
