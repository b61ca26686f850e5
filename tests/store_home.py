"""A data folder with a real store in it, and articles to put there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient

from tests.chroma_server import disconnect
from tests.fakes import HashEmbedder
from vectorstore.dense import DenseIndex, embedded_client, server_client
from vectorstore.embedding import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.filtered import FilteredDense
from vectorstore.flat import FlatVectors
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.records import Article, ArticleKind
from vectorstore.store import VectorStore

NOON = datetime(2024, 5, 1, 12, 0, 0)


class StoreHome:
    """A data folder laid out as `wiring` does it."""

    def __init__(self, folder: Path, url: str = "") -> None:
        """`url` is that of the Chroma server its vectors are on; empty: they are in the folder."""
        self.folder = folder
        self.url = url
        self._libraries: list[Library] = []
        self._clients: list[ClientAPI] = []

    def open(self, embedder: Embedder | None = None, *, now: datetime = NOON) -> VectorStore:
        """A store that knows only what is on the disk, as that of another process would.

        `dense` and `lexical` are the legs of the store opened last.
        """
        SharedSystemClient.clear_system_cache()
        library = Library(self.folder / "library.sqlite")
        self._libraries.append(library)
        if self.url:
            client, name = server_client(self.url), f"passages-{library.manifest('id')}"
        else:
            client, name = embedded_client(self.folder / "chroma"), "passages"
        self._clients.append(client)
        self.dense = FilteredDense(DenseIndex(client, name=name), FlatVectors(self.folder / "flat"))
        self.lexical = LexicalIndex(self.folder / "lexical")
        return VectorStore(
            library=library,
            dense=self.dense,
            lexical=self.lexical,
            embedder=CachedEmbedder(embedder or HashEmbedder(), self.folder / "vectors.sqlite"),
            lock=self.folder / "write.lock",
            clock=lambda: now,
        )

    def close(self) -> None:
        """Close the connections of this thread."""
        for library in self._libraries:
            library.close()
        for client in self._clients:
            disconnect(client)


def make_article(
    text: str,
    *,
    headline: str | None = None,
    issued: date | None = date(2024, 5, 1),
    publication: str | None = "试验日报",
    page: str | None = "1",
    kind: ArticleKind = "article",
    external_id: str | None = None,
) -> Article:
    """An article as a reader hands it over: without an id."""
    return Article(
        id="",
        headline=headline,
        kicker=None,
        byline=None,
        publication=publication,
        issued=issued,
        page=page,
        kind=kind,
        text=text,
        origin="test.jsonl",
        external_id=external_id,
    )


def traces(folder: Path, text: str) -> list[str]:
    """Files below `folder` in whose raw bytes `text` stands, in any encoding a store may use.

    All but the vectors of Chroma's graph: it saves the places not yet taken as it got them from the allocator, and in
    this process, which has the text itself, they may hold anything.
    """
    forms = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    forms.append(text.encode("unicode_escape"))
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != "data_level0.bin"
        and any(form in path.read_bytes() for form in forms)
    ]
