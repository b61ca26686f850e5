"""Articles put right by people: joined, split, given another headline; kept as revisions that no file undoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.errors import FixError
from assistant.jumps import parts, put_together, seam
from vectorstore.fixes import Fix
from vectorstore.identity import identified
from vectorstore.records import Article
from vectorstore.sentences import sentence_spans
from vectorstore.store import VectorStore

HEADLINE_CHARS = 200
_FILES = " + "  # between the files that one part came from


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where an article can be split."""

    at: int  # offset in the text; what stands before it is the first article's
    words: str  # the sentence that the second article would begin with


def joined(articles: Sequence[Article]) -> Article:
    """One article of several, in the order given, as a version of the first. Raises FixError for fewer than two."""
    if len(articles) < 2:
        raise FixError("合并至少要选两篇文章：请再选一篇。")
    first = articles[0]
    found = list(parts(first))
    for article in articles[1:]:
        more = parts(article)
        last, next_ = found[-1], more[0]
        text = f"{last.text}{seam(last.text, next_.text)}{next_.text}"
        files = sorted({*last.origin.split(_FILES), *next_.origin.split(_FILES)})
        found[-1] = replace(last, text=text, origin=_FILES.join(files))
        found += more[1:]
    return replace(
        put_together(found),
        id=first.id,
        headline=next((each.headline for each in articles if each.headline), None),
        kicker=next((each.kicker for each in articles if each.kicker), None),
        byline=next((each.byline for each in articles if each.byline), None),
    )


def split(article: Article, at: int, *, headline: str) -> tuple[Article, Article]:
    """Two articles: what stands before offset `at`, as a version of the article, and the rest under `headline` ("" for
    none). Raises FixError where one of them would be empty."""
    if not article.text[:at].strip() or not article.text[at:].strip() or at < 0:
        raise FixError("拆分后有一篇会是空的：请另选一个位置。")
    before: list[Article] = []
    after: list[Article] = []
    start = 0
    for part in parts(article):
        end = start + len(part.text)
        cut = min(max(at - start, 0), len(part.text))
        if head := part.text[:cut].strip():
            before.append(replace(part, text=head))
        if tail := part.text[cut:].strip():
            after.append(replace(part, text=tail))
        start = end + article.text.startswith("\n", end)
    first = replace(put_together(before), id=article.id, headline=article.headline, kicker=article.kicker)
    rest = put_together(after)
    second = replace(
        rest, id="", headline=_title(headline), kicker=None, byline=None, external_id=None, revision=1
    )
    return first, second


def retitled(article: Article, *, headline: str, kicker: str = "") -> Article:
    """The article with another headline and kicker ("" for none)."""
    return replace(article, headline=_title(headline), kicker=_title(kicker))


def cuts(article: Article) -> tuple[Cut, ...]:
    """Where the article can be split: before each of its sentences but the first."""
    return tuple(Cut(start, article.text[start:end]) for start, end in sentence_spans(article.text)[1:])


def fix(
    before: Sequence[Article], after: Sequence[Article], *, store: VectorStore, made: Fix
) -> tuple[str, ...]:
    """Put the articles `after` in the place of `before`. Returns their ids in the library.

    Whoever asks for one of `before` finds the first of `after`. Raises FixError where the library holds other versions
    by now, or another article has the place that one of `after` would take; StoreError.
    """
    library = store.library
    with store.writing():
        if any(library.find(each.id) != each for each in before):
            raise FixError("这篇文章刚刚被改过或删除了：请刷新页面，看过现在的样子再改。")
        names = library.keys([each.id for each in before])
        keys = [names.get(each.id) or identified(each)[0] for each in after]
        known = library.known(keys)
        ours = {each.id for each in before}
        if len(set(keys)) < len(keys) or any(known[key].id not in ours for key in keys if key in known):
            raise FixError("同一期同一版已经有这个标题的文章：请换一个标题。")
        library.fixes.note(keys, before, made)
        store.add(after)
        held = library.known(keys)
        ids = tuple(held[key].id for key in keys)
        gone = [name for name in ours if names.get(name) not in keys]
        store.delete(gone)
        library.fixes.redirect(gone, ids[0], at=made.at)
    return ids


def _title(text: str) -> str | None:
    return " ".join(text.split())[:HEADLINE_CHARS].strip() or None
