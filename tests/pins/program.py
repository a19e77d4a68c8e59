"""A program of a caller: calls over a socket, sync and async. Needs a client alone.

`python program.py` with the folder of the clients on the path; it prints the versions.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.metadata import version
from typing import Any

ID = "9e3b101f-c264-4f97-945f-20dfa7163768"


class Handler(BaseHTTPRequestHandler):
    """Launches every batch but one that is not known."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_known = ID in self.path
        body = json.dumps({"status": "ok"} if is_known else {"detail": "gone"}).encode()
        self.send_response(200 if is_known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def main(library: str) -> None:
    """Call the client, and check what came back."""
    client_module: Any = import_module("apexverify")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with client_module.ApexVerify(api_key="k", base_url=url) as client:
        launched = client.batch.launch(ID)
        assert launched.status.value == "ok", launched
        assert pickle.loads(pickle.dumps(launched)) == launched
        assert (
            launched.model_dump_json() == type(launched)(status="ok").model_dump_json()
        )
        raw = client.batch.with_raw_response.launch(ID)
        assert raw.status_code == 200
        assert raw.parse() == launched
        status = None
        try:
            client.batch.launch("00000000-0000-0000-0000-000000000000")
        except client_module.errors.NotFoundError as error:
            status = error.status_code
        assert status == 404

    async def concurrently() -> None:
        async with client_module.AsyncApexVerify(api_key="k", base_url=url) as client:
            every = await asyncio.gather(*(client.batch.launch(ID) for _ in range(20)))
            assert all(one == launched for one in every)

    asyncio.run(concurrently())
    server.shutdown()
    versions = f"{library} {version(library)}, pydantic {version('pydantic')}"
    sys.stdout.write(f"{versions}\n")


if __name__ == "__main__":
    main(sys.argv[1])
