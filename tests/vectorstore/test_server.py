"""Vectors on a Chroma server: libraries side by side, a server that goes away, one that is not the right one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from tests.chroma_server import ChromaServer, disconnect
from tests.store_home import StoreHome, make_article
from vectorstore.dense import server_client
from vectorstore.errors import IndexFailure, StoreMismatch
from vectorstore.records import Filter
from vectorstore.store import VectorStore

TOKEN = "as-given"  # noqa: S105  # opens nothing


def add(store: VectorStore, *texts: str) -> None:
    with store.writing():
        store.add([make_article(text, external_id=text) for text in texts])


def texts_found(store: VectorStore, question: str) -> list[str]:
    """Texts of the hits that the dense leg proposed."""
    hits = store.search(question, admit=Filter(), limit=10)
    return [hit.article.text for hit in hits if hit.dense_rank is not None]


def add_while_it_dies(store: VectorStore, server: ChromaServer, text: str) -> None:
    with store.writing():
        server.kill()
        store.add([make_article(text)])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server that may be killed."""
    own = ChromaServer(tmp_path)
    yield own
    own.kill()
    SharedSystemClient.clear_system_cache()


def test_libraries_on_one_server_keep_apart(chroma_url: str, tmp_path: Path) -> None:
    with (
        closing(StoreHome(tmp_path / "a", chroma_url)) as a,
        closing(StoreHome(tmp_path / "b", chroma_url)) as b,
    ):
        first, second = a.open(), b.open()
        add(first, "骑手领到防暑药品。")
        add(second, "骑手领到新的头盔。", "港口换了照明灯。")
        assert texts_found(first, "骑手领到什么") == ["骑手领到防暑药品。"]
        assert set(texts_found(second, "骑手领到什么")) == {"骑手领到新的头盔。", "港口换了照明灯。"}
        with second.writing():
            second.rebuild(lambda _done, _total: None)
        assert first.check().clean
        assert second.check().clean


def test_a_server_that_goes_away_is_one_line_and_the_work_goes_on_when_it_is_back(
    server: ChromaServer, tmp_path: Path
) -> None:
    with closing(StoreHome(tmp_path / "home", server.url)) as home:
        store = home.open()
        add(store, "骑手领到防暑药品。")
        assert texts_found(store, "骑手") == ["骑手领到防暑药品。"]
        with pytest.raises(IndexFailure, match="连不上 Chroma"):
            add_while_it_dies(store, server, "港口换了照明灯。")
        with pytest.raises(
            IndexFailure, match=r"连不上 Chroma.*chroma run.*ASSISTANT_CHROMA_URL"
        ) as searching:
            texts_found(store, "骑手")
        with pytest.raises(IndexFailure, match=f"连不上 Chroma 服务 {server.url}"):
            home.open()
        assert "\n" not in str(searching.value)
        server.start()
        assert texts_found(store, "骑手") == ["骑手领到防暑药品。"]
        add(store, "夜校开了新课。")  # what was cut short is finished first
        assert set(texts_found(store, "骑手")) == {"骑手领到防暑药品。", "港口换了照明灯。", "夜校开了新课。"}
        assert store.check().clean


def test_vectors_that_are_on_another_server_are_missed_and_brought_by_a_rebuild(
    chroma_url: str, tmp_path: Path
) -> None:
    with (
        closing(StoreHome(tmp_path / "home")) as here,
        closing(StoreHome(tmp_path / "home", chroma_url)) as there,
    ):
        add(here.open(), "骑手领到防暑药品。")
        moved = there.open()
        with pytest.raises(StoreMismatch, match=r"ASSISTANT_CHROMA_URL.*library rebuild"):
            texts_found(moved, "骑手")
        with pytest.raises(StoreMismatch):
            add(moved, "港口换了照明灯。")
        with moved.writing():
            moved.rebuild(lambda _done, _total: None)
        assert texts_found(moved, "骑手") == ["骑手领到防暑药品。"]
        assert moved.check().clean
    SharedSystemClient.clear_system_cache()


class _Recorder(BaseHTTPRequestHandler):
    """Notes what is asked for, and with which token."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["x-chroma-token"]))
        person = {"user_id": "", "tenant": "press", "databases": ["archive"]}
        thing = {"id": "1", "name": self.path.rpartition("/")[2], "tenant": "press"}
        body = json.dumps(person if self.path.endswith("identity") else thing).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def test_token_tenant_and_database_reach_the_server() -> None:
    asked: list[tuple[str, str | None]] = []
    with HTTPServer(("127.0.0.1", 0), type("Recorder", (_Recorder,), {"asked": asked})) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            disconnect(server_client(f"http://127.0.0.1:{server.server_port}/press/archive", token=TOKEN))
        finally:
            server.shutdown()
            thread.join()
    assert any(path.endswith("/tenants/press/databases/archive") for path, _ in asked)
    assert {sent for _, sent in asked} == {TOKEN}
