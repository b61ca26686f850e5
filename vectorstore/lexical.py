"""The lexical leg: BM25 over words. The only module that imports tantivy."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import tantivy

from vectorstore.errors import IndexFailure
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.records import Filter
from vectorstore.tokens import asked, words

_HEAP = 64 * 2**20  # bytes the writer may hold; two threads
_TITLE_BOOST = 0.5  # a headline is short: its BM25 is high already
# A word in more than this share of the passages, and in more than so many, tells little, and takes longest to read.
_COMMON, _MANY = 0.2, 2000


class LexicalIndex:
    """Word digests of passages in a tantivy index.

    Words are indexed as digests: tantivy keeps the terms of deleted passages until segments merge, and a
    deleted article must leave no readable text behind.
    """

    def __init__(self, folder: Path) -> None:
        """An index in `folder`, opened or created when it is first used."""
        self._folder = folder
        self._schema = _schema()
        self._opened: tantivy.Index | None = None  # None: not opened yet

    @property
    def _index(self) -> tantivy.Index:
        opened = self._opened
        if opened is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            opened = tantivy.Index(self._schema, path=str(self._folder))
            opened.config_reader(reload_policy="manual")
            self._opened = opened
        return opened

    def add(self, entries: Sequence[Entry]) -> None:
        """See Leg."""
        with _translated(self._folder):
            writer = self._index.writer(_HEAP, num_threads=1)
            for entry in entries:
                writer.delete_documents_by_term("key", entry.passage.id)
                writer.add_document(self._document(entry))
            writer.commit()
            writer.wait_merging_threads()

    def delete(self, passage_ids: Sequence[str]) -> None:
        """See Leg."""
        with _translated(self._folder):
            writer = self._index.writer(_HEAP, num_threads=1)
            for passage_id in passage_ids:
                writer.delete_documents_by_term("key", passage_id)
            writer.commit()
            writer.wait_merging_threads()

    def search(self, probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """See Leg; the score is BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75)."""
        return self.by_words(probe.text, admit=admit, limit=limit)

    def by_words(self, text: str, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """See LexicalLeg."""
        terms = tuple(dict.fromkeys(_digest(word) for word in words(asked(text))))
        if not terms:
            return ()
        with _translated(self._folder):
            searcher = self._searcher()
            most = max(_MANY, _COMMON * searcher.num_docs)
            telling = tuple(term for term in terms if searcher.doc_freq("body", term) <= most)
            found = searcher.search(self._query(telling or terms, admit), limit, count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in found])
        return tuple(
            Candidate(f"{passage_id:016x}", float(score))
            for (score, _), passage_id in zip(found, ids, strict=True)
        )

    def empty(self) -> bool:
        """See Leg."""
        with _translated(self._folder):
            return bool(self._searcher().num_docs == 0)

    def ids(self) -> frozenset[str]:
        """See Leg."""
        with _translated(self._folder):
            searcher = self._searcher()
            found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in found])
        return frozenset(f"{passage_id:016x}" for passage_id in ids)

    def rarity(self, texts: Sequence[str]) -> tuple[float, ...]:
        """How rare each text's rarest index term is, 0 (in every passage) to 1 (in none).

        The inverse document frequency log((N + 1) / (n + 1)) over log(N + 1); 1 for a text without terms.
        Raises IndexFailure.
        """
        with _translated(self._folder):
            searcher = self._searcher()
            total = searcher.num_docs
            counts = [
                min((searcher.doc_freq("body", _digest(word)) for word in words(text)), default=0)
                for text in texts
            ]
        return tuple(
            math.log((total + 1) / (min(count, total) + 1)) / math.log(total + 1) if total else 1.0
            for count in counts
        )

    def clear(self) -> None:
        """See Leg."""
        with _translated(self._folder):
            self._opened = None
            # Killed half-way, the index is an empty one: without this file tantivy looks at no other.
            (self._folder / "meta.json").unlink(missing_ok=True)
            shutil.rmtree(self._folder, ignore_errors=True)

    def refresh(self) -> None:
        """See Leg."""
        self._opened = None

    def damaged(self) -> bool:
        """See Leg."""
        try:
            self.ids()
        except IndexFailure:
            return True
        return False

    def _searcher(self) -> tantivy.Searcher:
        """What is in the index now, though another process has cleared it meanwhile and its folder with it."""
        try:
            self._index.reload()
        except ValueError:
            self._opened = None
        return self._index.searcher()

    def _document(self, entry: Entry) -> tantivy.Document:
        article = entry.article
        document = tantivy.Document()
        document.add_unsigned("id", int(entry.passage.id, 16))
        document.add_text("key", entry.passage.id)
        document.add_text("title", _digests(f"{article.headline or ''} {article.kicker or ''}"))
        document.add_text("body", _digests(entry.passage.text))
        document.add_text("kind", article.kind)
        if article.issued is not None:
            document.add_unsigned("issued", article.issued.toordinal())
        if article.publication is not None:
            document.add_text("publication", article.publication)
        if article.page is not None:
            document.add_text("page", article.page)
        return document

    def _query(self, terms: Sequence[str], admit: Filter) -> tantivy.Query:
        query = tantivy.Query
        wanted = [
            (tantivy.Occur.Should, query.term_query(self._schema, "body", term, "freq")) for term in terms
        ]
        wanted += [
            (
                tantivy.Occur.Should,
                query.boost_query(query.term_query(self._schema, "title", term, "freq"), _TITLE_BOOST),
            )
            for term in terms
        ]
        clauses = [(tantivy.Occur.Must, query.boolean_query(wanted))]
        clauses += [
            (tantivy.Occur.Must, query.const_score_query(condition, 0.0))
            for condition in self._conditions(admit)
        ]
        return query.boolean_query(clauses)

    def _conditions(self, admit: Filter) -> Iterator[tantivy.Query]:
        if admit.since is not None or admit.until is not None:
            yield tantivy.Query.range_query(
                self._schema,
                "issued",
                tantivy.FieldType.Unsigned,
                admit.since.toordinal() if admit.since else 0,
                admit.until.toordinal() if admit.until else 2**32,
            )
        for name, value in (("publication", admit.publication), ("page", admit.page), ("kind", admit.kind)):
            if value is not None:
                yield tantivy.Query.term_query(self._schema, name, value, "basic")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=False, fast=True)
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("issued", stored=False, indexed=True, fast=True)
    for name in ("publication", "page", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


@lru_cache(maxsize=200_000)
def _digest(word: str) -> str:
    return blake2b(word.encode(), digest_size=8).hexdigest()


def _digests(text: str) -> str:
    return " ".join(map(_digest, words(text)))


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise IndexFailure(
            f"词语索引 {folder} 出错（{reason[:200]}）：请检查磁盘空间与权限，或用 assistant library rebuild 重建。"
        ) from error
