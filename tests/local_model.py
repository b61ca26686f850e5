"""The local chat model served as a fixture, for the tests marked `live`."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.conftest import LOCAL_MODEL_TOOL


@pytest.fixture(scope="module", name="endpoint")
def local_endpoint() -> Iterator[str]:
    """The address of the local chat model's API."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(LOCAL_MODEL_TOOL), "serve", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/v1"
    try:
        for _ in range(240):
            assert server.poll() is None, "the local chat model stopped"
            try:
                with urllib.request.urlopen(f"{url}/models", timeout=1) as answer:
                    if json.load(answer):
                        break
            except OSError:
                time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait(20)
