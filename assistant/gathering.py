"""What a digest is made from: the reports of a period, as events in the order of their weight, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.corrections import Corrections
from assistant.digest_records import DigestRequest, Reference, Scope, Watched
from assistant.events import Event, group_events
from assistant.newsworthiness import rank_events
from assistant.portions import Portion, portions
from assistant.topics import is_about
from vectorstore.library import Library
from vectorstore.records import Article, Filter


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the library has for a digest."""

    events: tuple[Event, ...]  # weightiest first
    corrections: Corrections
    scope: Scope
    watched: tuple[Watched, ...]


def gather(request: DigestRequest, library: Library) -> Gathered:
    """The period's reports of the topic, grouped and ranked. Raises LibraryError.

    It is compared with the period before, or where there was no issue, with the last ones before that.
    A correction whose article is in the same period is told with it and makes no item of its own.
    """
    admit = Filter(since=request.since, until=request.until, publication=request.publication)
    earlier = _compared(request, library)
    printed = library.issues.articles(admit)
    printed_before = library.issues.articles(earlier) if earlier else ()
    corrections = library.corrections_of(_ids(printed), Filter())
    clusters = library.relations.clusters(_ids([*printed, *printed_before]))
    notices = {notice.id for found in corrections.values() for notice in found}
    told = [portion for article in printed if article.id not in notices for portion in portions(article)]
    before = [portion for article in printed_before for portion in portions(article)]
    about = [portion for portion in told if request.topic is None or is_about(portion, request.topic)]
    about_before = [
        portion for portion in before if request.topic is None or is_about(portion, request.topic)
    ]
    corrected = frozenset(corrections)
    ranked = rank_events(
        group_events(about, before=about_before, clusters=clusters), printed=printed, corrected=corrected
    )
    issues = library.issues.issues(admit)
    scope = Scope(
        issues=issues,
        articles=len(printed),
        missing=_days_without(request, {issue.day for issue in issues}),
        undated=library.issues.undated(),
        before=len(printed_before),
        compared=(earlier.since, earlier.until) if earlier and earlier.since and earlier.until else None,
    )
    watched = [_watched(topic, told, before) for topic in request.watched]
    return Gathered(ranked, corrections, scope, tuple(watched))


def earlier_ids(request: DigestRequest, library: Library) -> tuple[str, ...]:
    """Ids of the articles that the period is compared with. Raises LibraryError."""
    earlier = _compared(request, library)
    return library.issues.ids(earlier) if earlier else ()


def _compared(request: DigestRequest, library: Library) -> Filter | None:
    """The papers to compare with: as many days as the period has, up to the last issue before it; None: there is
    none. For a paper that appears every day that is the period before."""
    past = Filter(until=request.since - timedelta(days=1), publication=request.publication)
    last = library.extent(past).last
    if last is None:
        return None
    length = request.until - request.since
    directly_before = last >= request.since - length - timedelta(days=1)
    until = request.since - timedelta(days=1) if directly_before else last
    return replace(past, since=until - length, until=until)


def reference(portion: Portion) -> Reference:
    """The report by name."""
    article = portion.article
    return Reference(article.id, portion.title, article.publication, article.issued, article.page)


def article_reference(article: Article) -> Reference:
    """The article by name."""
    name = article.headline or f"{article.text.strip()[:18]}…"
    return Reference(article.id, name, article.publication, article.issued, article.page)


def _watched(topic: str, told: Sequence[Portion], before: Sequence[Portion]) -> Watched:
    found = tuple(reference(portion) for portion in told if is_about(portion, topic))
    return Watched(topic, found, sum(is_about(portion, topic) for portion in before))


def _ids(articles: Sequence[Article]) -> list[str]:
    return [article.id for article in articles]


def _days_without(request: DigestRequest, there: set[date]) -> tuple[date, ...]:
    count = (request.until - request.since).days + 1
    days = (request.since + timedelta(days=n) for n in range(count))
    return tuple(day for day in days if day not in there)
