"""Which stretches of an article tell of which of the things compared, and which hits of another town than the one asked
about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import article_text
from assistant.question import fold, parts
from assistant.question_words import words
from assistant.verify.places import PLACES, PROVINCES
from vectorstore.records import Article, Hit

_OPENING = 120  # characters of an article that name its place
_CLAUSES = re.compile(r"[^，,。；;！!？?：:\n]+[，,。；;！!？?：:”’」』）)]*|\n")
_BODY = re.compile(r"(?:总工会|工会)+$")
_RANK = re.compile(r"(?<=.{2})[省市县区州]$")
_RANKS = ("省", "市", "县")
_SENTENCE_END = re.compile(r"[。！？!?]")
_UNION = re.compile(r"[省市县区]?(?:总工会|总|工会)")
# A question that asks for other places than those it names.
_OTHERS = re.compile(r"除|[以之]外|其[他它]|别[的处]|各[地省市县]|比|一样|哪[些几个一].{0,2}[城省市区县国地]")
_NO_PLACE = re.compile(r"本报|记者|通讯|我[省市县]|全[省市县国]")
_CITIES = frozenset({"北京", "上海", "天津", "重庆"})  # provinces that are cities


def key_of(side: str) -> str:
    """The least by which an article names the thing: 河阳 of 河阳市总工会 and 河阳热线, 平阳 of 平阳的驿站."""
    name = side.partition("的")[0]
    first, *others = words(name)
    if others and len(first[0]) > 1 and first[1] in ("ns", "nz"):
        name = first[0]
    bare = _RANK.sub("", _BODY.sub("", name))
    return bare if len(bare) > 1 else name


def own_stretches(article: Article, side: str, others: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """(start, end) in the article's text of what it tells of `side`, in order; () where it says nothing of it.

    An article on one of the things tells of it, but for the sentences in which it turns to another, or to another
    town; one on none of them, or on several, tells of each from where it is named to where another place is, or to
    the end of the paragraph.
    """
    key, text = key_of(side), article.text
    rivals = [other for other in map(key_of, others) if other not in key and key not in other]
    opening = f"{article.headline or ''}\n{article.kicker or ''}\n{text[:_OPENING]}"
    if key not in opening and key not in text:
        return ()
    on = [each for each in (key, *rivals) if each in opening and _is_on(article, each, (key, *rivals))]
    home = on[0] if len(on) == 1 else None
    within = frozenset(_places(opening)) if home else frozenset()
    owner, spans = home, list[tuple[int, int]]()
    for match in _CLAUSES.finditer(text):
        clause = match.group()
        told = [each for each in (key, *rivals) if each in clause]
        if clause == "\n":
            owner = home
            continue
        if len(told) == 1:
            owner = told[0]
        elif not told and owner is not None and _turns_away(clause, within):
            owner = None
        if key in told or (owner == key and not told):
            spans.append((match.start(), match.end()))
        if home is not None and _SENTENCE_END.search(clause):
            owner = home
    return _joined(spans, text)


def _is_on(article: Article, key: str, keys: Sequence[str]) -> bool:
    """Whether the article is on the thing: it is in its headline, or its union stands in the opening, or it is named
    first and alone."""
    opening = article.text[:_OPENING]
    if key in (article.headline or "") or re.search(rf"{re.escape(key)}[省市县区州]?总工会", opening):
        return True
    before, _, behind = opening.partition(key)
    towns = [name for name in _places(f"{before}。{behind}", ranked=False) if name not in PROVINCES]
    return key in opening and not any(other in before for other in keys) and not towns


def _joined(spans: Sequence[tuple[int, int]], text: str) -> tuple[tuple[int, int], ...]:
    """Spans that only white space parts, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return tuple(joined)


def places_of(articles: Sequence[Article], kind: str) -> tuple[str, ...]:
    """The place each article opens with, in their order, each once: its province where `kind` asks for 省, else its
    town or county. An article that opens with none of that kind has none."""
    found: dict[str, None] = {}
    for article in articles:
        names = _places(f"{article.headline or ''}\n{article.text[:_OPENING]}")
        if kind.startswith("省"):
            wanted = [name for name in names if name in PROVINCES]
        else:
            wanted = [name for name in names if name not in PROVINCES or name in _CITIES]
        found.update(dict.fromkeys(wanted[:1]))
    return tuple(found)


def not_elsewhere(question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without those of another town than the one asked about: such as open with a town and hold none of the
    names in the question. All of them where no hit is of a town that the question names, or it asks for others too."""
    asked = parts(question)
    named = any(term.kind == "name" for term in asked[0].terms)  # later parts are about what the first names
    if not named or _OTHERS.search(fold(question)) or any("place" in part.asks for part in asked):
        return tuple(hits)
    names = {_RANK.sub("", term.text) for part in asked for term in part.terms if term.kind == "name"}
    towns = [places_of([hit.article], "市") for hit in hits]
    if not any(names.intersection(town) for town in towns):
        return tuple(hits)
    return tuple(
        hit
        for hit, town in zip(hits, towns, strict=True)
        if not town or any(name in article_text(hit.article) for name in names)
    )


def _places(text: str, *, ranked: bool = True, known: bool = True) -> list[str]:
    """The places that the text names, without their rank: those whose union it names first, else in order. `ranked`:
    only those with their rank or their union behind them, and, where they may be, `known` ones."""
    found: list[tuple[bool, str]] = []
    at = 0
    for word, tag in words(text):
        at = max(at, text.find(word, at))
        behind = text[at + len(word) :].replace(" ", "")
        has_rank = _RANK.search(word) is not None or behind[:1] in _RANKS
        firm = tag in ("ns", "nz") and (has_rank or _UNION.match(behind) is not None)
        place = firm or (known and word in PLACES) or (tag == "ns" and not ranked)
        if len(word) > 1 and place and not _NO_PLACE.search(word):
            found.append((_UNION.match(behind) is None, _RANK.sub("", word)))
    return [name for _, name in sorted(found, key=lambda pair: pair[0])]


def _turns_away(clause: str, within: frozenset[str]) -> bool:
    """Whether a clause names a town that the article is not on; `within`: those that one on a thing opens with, which
    are named by any word but with their rank or their union."""
    names = _places(clause, ranked=bool(within), known=not within)
    return any(name not in PROVINCES and name not in within for name in names)
