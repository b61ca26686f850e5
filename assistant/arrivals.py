"""Articles on their way into the library: those that are there already, in another extraction, are found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.second_extraction import merge, merged, same_article, same_content
from vectorstore.identity import identified
from vectorstore.library import Library
from vectorstore.records import Article
from vectorstore.reprints import SHARED_BANDS, bands, likeness, shingles


@dataclass(slots=True)
class Arrivals:
    """Articles not yet handed to the store. A page's are compared with the library and with what waits."""

    library: Library
    waiting: list[Article] = field(default_factory=list)
    merged: int = 0  # second extractions that changed an article that was waiting
    repeated: int = 0  # second extractions that added nothing to one that was waiting
    _bands: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _file_start: int = 0  # first place in `waiting` of the file being read
    _file_texts: set[str] = field(default_factory=set)  # of the articles found in the file being read

    def begin_file(self) -> None:
        """What comes now is from another file: an article twice in one file is two articles."""
        self._file_start = len(self.waiting)
        self._file_texts.clear()

    def add(self, article: Article) -> None:
        """Have a ready-made article wait."""
        self.waiting.append(article)

    def add_page(self, articles: Sequence[Article]) -> None:
        """Have a page's articles wait, each as a new version of the article it is an extraction of."""
        texts = {article.text for article in articles}
        self._file_texts |= texts
        for article in articles:
            values = bands(shingles(article.text))
            place = self._place(article, values)
            if place is None:
                place = len(self.waiting)
                self.waiting.append(self._against_library(article))
            else:
                self._merge_at(place, article)
            for value in values:
                self._bands[value].add(place)

    def take(self) -> list[Article]:
        """Everything that waits, which then waits no longer."""
        taken, self.waiting = self.waiting, []
        self._bands.clear()
        self._file_start = 0
        return taken

    def _place(self, article: Article, values: Sequence[int]) -> int | None:
        """Where the article waits already, from another file; None: it does not."""
        shared = Counter(place for value in values for place in self._bands.get(value, ()))
        places = [
            place
            for place, count in shared.items()
            if count >= SHARED_BANDS
            and place < self._file_start
            and same_article(article, self.waiting[place])
        ]
        return max(places, key=lambda place: _closeness(article, self.waiting[place]), default=None)

    def _merge_at(self, place: int, article: Article) -> None:
        known = self.waiting[place]
        self.waiting[place] = merge(known, article)
        if same_content(self.waiting[place], known):
            self.repeated += 1
        else:
            self.merged += 1

    def _against_library(self, article: Article) -> Article:
        """The article as it comes to the store: as a version of the one it is an extraction of, if any.

        A file read again under its name replaces what it gave before; another file's text is weighed
        against what is there.
        """
        _, named = identified(article)
        taken = {each.id for each in self.waiting if each.id}
        found = [
            each
            for each in self.library.relations.alike(article.text)
            if each.external_id is None and each.id not in taken and same_article(article, each)
        ]
        if not found or any(each.id == named.id for each in found):
            return article
        known = max(found, key=lambda each: _closeness(article, each))
        if merged(known) or known.origin != article.origin:
            both = merge(known, article)
            return known if same_content(both, known) else both
        if known.text != article.text and known.text in self._file_texts:
            return article  # another article of this file, delivered just now
        return replace(article, id=known.id)


def _closeness(one: Article, other: Article) -> float:
    return likeness(shingles(one.text), shingles(other.text)).jaccard
