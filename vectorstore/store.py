"""The store: adds, revises, deletes, searches and rebuilds; keeps library and indexes in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore import chunking, tokens
from vectorstore.check import Check, check
from vectorstore.embedding import Embedder
from vectorstore.errors import LibraryError, StoreBusy
from vectorstore.extents import Extent
from vectorstore.identity import keyed
from vectorstore.journal import Journal
from vectorstore.legs import DenseLeg, Entry, LexicalLeg
from vectorstore.library import Library
from vectorstore.passages import cut
from vectorstore.records import Article, Filter, Hit, Passage
from vectorstore.search import search

_BATCH = 200  # articles indexed together
Progress = Callable[[int, int], None]  # articles done, articles in all


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch of articles."""

    added: int
    revised: int
    unchanged: int
    passages: int
    reprints: int = 0  # of the added: reprints of an article that was there before


class VectorStore:
    """Library, dense leg and lexical leg as one. Every method may raise StoreError."""

    def __init__(
        self,
        *,
        library: Library,
        dense: DenseLeg,
        lexical: LexicalLeg,
        embedder: Embedder,
        lock: Path,
        clock: Callable[[], datetime],
    ) -> None:
        """Put the parts together; nothing is read or written yet. `lock` is the writers' lock file."""
        self.library = library
        self._dense = dense
        self._lexical = lexical
        self.embedder = embedder
        self._lock = FileLock(lock, timeout=0)
        self._clock = clock
        self._journal = Journal(library, self._signature, empty=lambda: dense.empty() or lexical.empty())

    # -- reading -----------------------------------------------------------------------------------------

    def search(
        self, question: str, *, admit: Filter, limit: int, prefer: tuple[date, date] | None = None
    ) -> tuple[Hit, ...]:
        """The best `limit` articles for the question, best first; () for an empty library.

        Articles issued from the first to the last day of `prefer` come before others that are as good; None: all
        days are alike.
        """
        if not self._journal.built():
            return ()
        self._follow()
        return search(
            question,
            embed=self.embedder.embed_question,
            library=self.library,
            dense=self._dense,
            lexical=self._lexical,
            admit=admit,
            limit=limit,
            prefer=prefer,
        )

    def rarity(self, texts: Sequence[str]) -> tuple[float, ...]:
        """How rare each text's rarest word is in the library, 0 (everywhere) to 1 (nowhere)."""
        return self._lexical.rarity(texts)

    def extent(self, admit: Filter = Filter()) -> Extent:  # noqa: B008  # frozen: one for all calls is safe
        """What the library holds of what `admit` lets through."""
        return self.library.extent(admit)

    def check(self) -> Check:
        """Compare library and indexes."""
        self._follow()
        return check(library=self.library, dense=self._dense, lexical=self._lexical)

    # -- writing -----------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; finishes first what an interrupted writer left. Raises StoreBusy."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreBusy("另一个程序正在写入文库：请等它结束后再试（查询不受影响）。") from error
        except OSError as error:
            raise LibraryError(
                f"数据目录不可写（{error.strerror}）：请检查权限，或用 ASSISTANT_HOME 另指目录。"
            ) from error
        try:
            self._follow()
            self._recover()
            self.library.trash.expire(self._clock())
            self._journal.open()
            yield
            self._journal.close()
        finally:
            self._lock.release()

    def add(self, articles: Sequence[Article]) -> Added:
        """Add or revise; what is there already, to the letter, is left alone. Only inside `writing()`.

        An article that carries the id of one in the library is a new version of it, wherever it stands.
        """
        if not self._journal.built():
            self._journal.sign()
        by_key = keyed(articles, self.library.keys([article.id for article in articles if article.id]))
        known = self.library.known(tuple(by_key))
        rows: list[tuple[str, Article, Sequence[Passage]]] = []
        new: set[str] = set()
        for key, article in by_key.items():
            earlier = known.get(key)
            if earlier is not None and earlier.id == article.id:
                continue
            if earlier is None:
                new.add(article.id)
            else:
                article = replace(article, revision=earlier.revision + 1)  # noqa: PLW2901
            rows.append((key, article, cut(article)))
        joined = self.library.add(rows, now=self._clock())
        self._index([article.id for _, article, _ in rows])
        self._purge()
        return Added(
            added=len(new),
            revised=len(rows) - len(new),
            unchanged=len(articles) - len(rows),
            passages=sum(len(passages) for _, _, passages in rows),
            reprints=len(new & joined),
        )

    def delete(self, article_ids: Sequence[str]) -> None:
        """Remove articles and every trace of their text. Only inside `writing()`."""
        self.library.mark_deleting(article_ids)
        self._purge()

    def discard(self, article_ids: Sequence[str], *, by: str = "") -> None:
        """Remove articles from all searches and keep them in the trash. Only inside `writing()`."""
        self.library.trash.put(article_ids, at=self._clock(), by=by)
        self._purge()

    def restore(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Take articles out of the trash again. Returns the ids of those restored: one whose place another version
        has taken stays where it is. Only inside `writing()`."""
        if not self._journal.built():
            self._journal.sign()
        found = {each.key: each.article for each in self.library.trash.listing(article_ids)}
        known = self.library.known(tuple(found))
        rows = [(key, article, cut(article)) for key, article in found.items() if key not in known]
        ids = [article.id for _, article, _ in rows]
        self.library.add(rows, now=self._clock())
        self._index(ids)
        back = {article.id for key, article in found.items() if key in known and known[key].id == article.id}
        self.library.trash.remove([*ids, *back])
        return (*ids, *back)

    def rebuild(self, progress: Progress) -> None:
        """Cut, embed and index every article anew; vectors of unchanged texts come from the cache.

        Only inside `writing()`. Interrupted, the next writer goes on with it.
        """
        self._journal.begin_rebuild()
        self._dense.clear()
        self._lexical.clear()
        self._journal.wrote()
        self.library.mark_all_pending()
        self._journal.sign()
        self._finish_pending(progress)

    # -- inside ------------------------------------------------------------------------------------------

    def _signature(self) -> str:
        embedder = self.embedder
        words = f" 词语{tokens.VERSION}" if tokens.VERSION > 1 else ""  # first libraries do not say it
        return f"{embedder.name} {embedder.digest} {embedder.dimension}维 切分{chunking.VERSION}{words}"

    def _follow(self) -> None:
        """Have the legs see what another process wrote."""
        if self._journal.overtaken():
            self._dense.refresh()
            self._lexical.refresh()

    def _recover(self) -> None:
        """Finish what an interrupted writer left; what it left of another embedder's waits for `rebuild`."""
        interrupted = self._journal.interrupted()
        if interrupted:
            self.library.checkpoint()  # text it removed may still stand in the log
        damaged = interrupted and (self._dense.damaged() or self._lexical.damaged())
        if self._journal.rebuilding() or (damaged and self._journal.current()):
            self.rebuild(lambda _done, _total: None)
        elif not damaged:
            self._dense.mend()
            self._purge()
            if self.library.in_state("pending") and self._journal.current():
                self._finish_pending(lambda _done, _total: None)

    def _finish_pending(self, progress: Progress) -> None:
        """Index what is pending; passages are cut again, for the cutting may have changed since."""
        pending = self.library.in_state("pending")
        for start in range(0, len(pending), _BATCH):
            ids = pending[start : start + _BATCH]
            articles = {article.id: article for article in self.library.unserved(ids)}
            self.library.replace_passages([(article, cut(article)) for article in articles.values()])
            self._index(ids)
            progress(min(start + _BATCH, len(pending)), len(pending))
        self._purge()

    def _index(self, article_ids: Sequence[str]) -> None:
        """Embed these pending articles, put them into both legs, then serve them."""
        pairs = list(self.library.passages_of(article_ids))
        if pairs:
            texts = [
                f"{chunking.context_line(article)}\n{passage.text}".strip() for passage, article in pairs
            ]
            vectors = self.embedder.embed_passages(texts)
            entries = [
                Entry(passage, article, vector)
                for (passage, article), vector in zip(pairs, vectors, strict=True)
            ]
            self._dense.add(entries)
            self._lexical.add(entries)
            self._journal.wrote()  # before they are served: a reader that finds them finds their vectors
        self.library.mark_ready(article_ids, now=self._clock())

    def _purge(self) -> None:
        """Have the legs forget what is being deleted, then the library."""
        deleting = self.library.in_state("deleting")
        if not deleting:
            return
        passage_ids = [passage.id for passage, _ in self.library.passages_of(deleting)]
        self._dense.delete(passage_ids)
        self._lexical.delete(passage_ids)
        self._journal.wrote()
        self.library.purge(deleting)
