"""A real chat model behind HTTP answers from the sample newspaper."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.test_cli import SAMPLE, assistant, lines
from tests.conftest import LOCAL_MODEL_TOOL

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    assert assistant("ingest", str(SAMPLE), home=folder).returncode == 0
    return folder


def test_the_model_answers_with_sources_that_hold_the_fact(endpoint: str, home: Path) -> None:
    done = assistant(
        "ask",
        "平阳改造一家通宵驿站要花多少钱？",
        "--json",
        home=home,
        ASSISTANT_CHAT_MODEL="local",
        OPENAI_BASE_URL=endpoint,
        OPENAI_API_KEY="any",
        ASSISTANT_CHAT_TIMEOUT="200",
    )
    assert done.returncode == 0, done.stderr
    (answer,) = lines(done)
    assert "3.5万元" in str(answer["text"]).replace(" ", "")
    assert answer["prompt_digest"]
    assert dict(answer["usage"])["calls"] == 1  # type: ignore[call-overload]
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert any("3.5万元" in citation["quote"].replace(" ", "") for citation in citations)
    sentences = answer["sentences"]
    assert isinstance(sentences, list)
    assert all(sentence["verdict"] != "unsupported" for sentence in sentences)
