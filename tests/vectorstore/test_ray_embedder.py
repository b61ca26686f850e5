"""Embedding on a Ray cluster: the same vectors in the same order, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import HashEmbedder
from vectorstore.errors import EmbeddingError

ray_embedder = pytest.importorskip("vectorstore.ray_embedder", reason="the extra `ray` is not installed")
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
# Ray's own processes are as slow to start as the machine is busy; nothing of use is reported to its makers.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_agent_register_timeout_ms": "120000",
}

DRIVER = """
import sys
from functools import partial
from pathlib import Path
import numpy as np
from tests.fakes import HashEmbedder
from tests.ray_workers import MortalEmbedder
from vectorstore.errors import EmbeddingError
from vectorstore.ray_embedder import RayEmbedder

address, marker = sys.argv[1], Path(sys.argv[2])
local = HashEmbedder()
texts = [f"第{number}号车间的职工领到了{number * 7}份降温用品。" for number in range(500)]
remote = RayEmbedder(local, address, partial(MortalEmbedder, marker))
assert (remote.name, remote.digest, remote.dimension) == (local.name, local.digest, local.dimension)
marker.touch()
assert np.array_equal(remote.embed_passages(texts), local.embed_passages(texts))
assert not marker.exists(), "no worker was lost"
assert remote.embed_passages([]).shape == (0, 64)
assert np.array_equal(remote.embed_question(texts[3]), local.embed_question(texts[3]))
remote.close()
try:
    RayEmbedder(local, address, partial(HashEmbedder, 32))
except EmbeddingError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of a cluster of two workers on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="ray") as folder:  # short: sockets are made beneath it
        log = Path(folder) / "log"
        command = [str(Path(sys.executable).with_name("ray")), "start", "--head", "--block", "--num-cpus=2"]
        command += [f"--port={port}", "--include-dashboard=false", "--disable-usage-stats"]
        command += [f"--temp-dir={folder}/ray", "--object-store-memory=100000000"]
        with log.open("wb") as out:
            head = subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | ENVIRONMENT)
        try:
            deadline = time.monotonic() + START_SECONDS
            while "Ray runtime started" not in log.read_text():
                assert head.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            yield f"127.0.0.1:{port}"
        finally:
            head.send_signal(signal.SIGTERM)  # it ends what it started
            head.wait(30)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "ASSISTANT_HOME"}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean | ENVIRONMENT | environment,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
def test_vectors_are_those_of_the_local_embedder_though_a_worker_is_lost(
    cluster: str, tmp_path: Path
) -> None:
    done = run("-c", DRIVER, cluster, str(tmp_path / "marker"))
    assert done.returncode == 0, done.stderr
    assert "与本机的不同" in done.stdout


@pytest.mark.slow
def test_an_ingest_on_the_cluster_leaves_the_vectors_an_ingest_here_does(
    cluster: str, tmp_path: Path
) -> None:
    texts = [f"第{number}车间换上了{number * 3}台新风扇，工人说凉快多了。" for number in range(40)]
    backlog = tmp_path / "backlog.jsonl"
    lines = (json.dumps({"id": str(at), "title": f"消息{at}", "text": text}) for at, text in enumerate(texts))
    backlog.write_text("\n".join(lines), encoding="utf-8")
    found = []
    for name, options in (("here", ()), ("there", ("--ray", cluster))):
        home = tmp_path / name
        done = run("-m", "assistant", "ingest", str(backlog), *options, ASSISTANT_HOME=str(home))
        assert done.returncode == 0, done.stderr
        db = sqlite3.connect(home / "vectors.sqlite")
        found.append(db.execute("SELECT digest, vector FROM vectors ORDER BY digest").fetchall())
        db.close()
    assert len(found[0]) == len(texts)
    assert found[0] == found[1]


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense"])
def test_a_cluster_that_cannot_be_reached_is_an_error_at_once(address: str) -> None:
    with pytest.raises(EmbeddingError, match=f"连不上 Ray 集群 {address}.*ray start"):
        ray_embedder.RayEmbedder(HashEmbedder(), address, HashEmbedder)
