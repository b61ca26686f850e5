"""A Chroma server in a process of its own, on a free loopback port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

from chromadb.api import ClientAPI

START_SECONDS = 60


class ChromaServer:
    """`chroma run`, as `ASSISTANT_CHROMA_URL` expects it; its data stays in `folder` when it is killed."""

    def __init__(self, folder: Path) -> None:
        """Start it and wait until it listens."""
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it again on the same port, with the same data."""
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
        command += ["--path", str(self._folder / "data"), "--port", str(self._port)]
        log_path = self._folder / "log"
        with log_path.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._listens():
            assert self._process.poll() is None, log_path.read_text()
            assert time.monotonic() < deadline, log_path.read_text()
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once, as a machine that loses its power does."""
        self._process.kill()
        self._process.wait()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True


def disconnect(client: ClientAPI) -> None:
    """Close the connections of a server's client, which Chroma leaves open; no error for other clients."""
    for each in (vars(client), vars(vars(client)["_admin_client"])):
        session = vars(each["_server"]).get("_session")
        if session is not None:
            session.close()
