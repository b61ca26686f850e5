"""Articles on their way into the library: those that are there already, in another extraction, are found, and
those that jump from one page to another are joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.held import Held
from assistant.jumps import parts, with_their_marks
from assistant.rejoin import Rejoined, home_of, rejoin
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
    merged: int = 0  # second extractions and second halves that changed an article that was waiting
    repeated: int = 0  # those that added nothing to one that was waiting
    _bands: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _paged: set[int] = field(default_factory=set)  # places in `waiting` of what came from pages
    _issues: dict[date, tuple[Article, ...]] = field(default_factory=dict)  # the library's, once looked up
    _file_start: int = 0  # first place in `waiting` of the file being read
    _papers: defaultdict[date, set[str]] = field(default_factory=lambda: defaultdict(set))  # the file names
    _file_texts: set[str] = field(default_factory=set)  # of the articles found in the file being read
    _held: Held = field(init=False)

    def __post_init__(self) -> None:
        """What people put right stays as they left it."""
        self._held = Held(self.library)

    def begin_file(self) -> None:
        """What comes now is from another file: an article twice in one file is two articles."""
        self._name_paper()
        self._papers.clear()
        self._file_start = len(self.waiting)
        self._file_texts.clear()

    def add(self, article: Article) -> None:
        """Have a ready-made article wait."""
        if self._held.as_delivered(article):
            self.repeated += 1
        else:
            self.waiting.append(article)

    def add_page(self, articles: Sequence[Article]) -> None:
        """Have a page's articles wait, each as a new version of the article it is an extraction of."""
        found = with_their_marks(articles)
        for article in found:
            if article.issued and article.publication:
                self._papers[article.issued].add(article.publication)
        self._file_texts |= {article.text for article in found}
        free = [article for article in found if not self._held.on_page(article)]
        self.repeated += len(found) - len(free)
        places: list[int] = []
        for article in free:
            values = bands(shingles(article.text))
            place = self._place(article, values)
            if place is None:
                place = len(self.waiting)
                self.waiting.append(self._against_library(article))
            else:
                self._merge_at(place, article)
            places.append(place)
            for value in values:
                self._bands[value].add(place)
        self._paged.update(places)
        self._date_halves(places)

    def take(self) -> Rejoined:
        """Everything that waits, which then waits no longer."""
        self._name_paper()
        taken = rejoin(self.waiting, paged=self._paged, issue=self._issue)
        self.merged += taken.changed
        self.repeated += taken.repeated
        self.waiting = []
        for index in (self._bands, self._paged, self._issues):
            index.clear()
        self._file_start = 0
        return taken

    def _issue(self, issued: date) -> tuple[Article, ...]:
        """The library's articles of that issue date."""
        if issued not in self._issues:
            self._issues[issued] = self.library.relations.of_issue(issued)
        return self._issues[issued]

    def _name_paper(self) -> None:
        """The numbered pages of the file being read that name no publication are of the one that the file's
        other pages of the issue name. What is in the library without it gets it as a revision."""
        for place in sorted(self._paged):
            article = self.waiting[place]
            papers = self._papers.get(article.issued, ()) if article.issued else ()
            if place < self._file_start or article.publication or not article.page or len(papers) != 1:
                continue
            key, _ = identified(article)
            stored = self.library.known((key,)).get(key)
            (paper,) = papers
            self.waiting[place] = replace(
                article, publication=paper, id=article.id or (stored.id if stored else "")
            )

    def _date_halves(self, places: Sequence[int]) -> None:
        """A page without an issue date of which other articles are in the library: its halves are looked for
        in that issue, since a short half of a long article is not found by its words."""
        days = {day for place in places if (day := self.waiting[place].issued)}
        if len(days) != 1:
            return
        issue = self._issue(*days)
        for place in places:
            if self.waiting[place].issued is None:
                self.waiting[place] = _dated(self.waiting[place], issue)

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
        if len(parts(known)) > 1:
            self.repeated += 1  # all of a joined article in one piece
            return
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
        alike = self.library.relations.alike(article.text)
        issue = self._issue(article.issued) if article.issued else alike
        if home_of(article, issue) is not None:
            return _dated(article, issue)
        _, named = identified(article)
        taken = {each.id for each in self.waiting if each.id}
        found = [
            each
            for each in alike
            if each.external_id is None and each.id not in taken and same_article(article, each)
        ]
        if not found or any(each.id == named.id for each in found):
            return article
        known = max(found, key=lambda each: _closeness(article, each))
        if len(parts(known)) > 1:
            return known  # all of a joined article in one piece
        if merged(known) or known.origin != article.origin:
            both = merge(known, article)
            return known if same_content(both, known) else both
        if known.text != article.text and known.text in self._file_texts:
            return article  # another article of this file, delivered just now
        return replace(article, id=known.id)


def _dated(article: Article, known: Sequence[Article]) -> Article:
    """The article, where it is part of a known one with the issue date, publication and page of that part."""
    home = home_of(article, known)
    if home is None:
        return article
    part = parts(home.whole)[home.part]
    return replace(
        article,
        issued=article.issued or part.issued,
        publication=article.publication or part.publication,
        page=article.page or part.page,
    )


def _closeness(one: Article, other: Article) -> float:
    return likeness(shingles(one.text), shingles(other.text)).jaccard
