"""Questions that take for granted a place, a body or a person which the best source gives otherwise. Pure.

Conservative: another name in the question, one that is no place, must tell beyond doubt which matter is meant; no
article on it may have the name asked about; and in the place of it the best article must have exactly one other name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence import Rarity, term_weights
from assistant.matching import presence
from assistant.orders import blank_orders
from assistant.question import Term, fold, terms_of
from assistant.verify.names import SURNAMES, same_name
from assistant.verify.tokens import fold as folded
from assistant.verify.tokens import tokenise
from vectorstore.records import Article, Hit
from vectorstore.sentences import sentence_spans

Kind = Literal["place", "organisation", "person"]
_DEPTH = 3  # hits among which the source is looked for
_ALIKE = 0.75  # weighted share of the question's other words that the source's sentence, names the article, must hold
_ON_IT = 0.5  # share from which an article is on the same matter
_TERMS = 3  # words beside the name that a question must have
_TAIL = 2  # characters behind a place that tell what of it is meant
_KINDS: dict[str, Kind] = {"place": "place", "organisation": "organisation", "person": "person"}
_RANKS = tuple("省市县区州")
_RANK = re.compile(r"(?<=.{2})[省市县区州]$")
_QUOTED = re.compile(r"[“「《\"]([^”」》\"]{2,20})[”」》\"]")
_ASKED_FOR = re.compile(r"(?:哪[一-鿿]?|什么|各|每个?|几个)$")
_SAID: dict[Kind, str] = {"place": "地方", "organisation": "单位", "person": "人"}
_TOWN = re.compile(r"[一-鿿]{2,3}(?<!城)[市县]")
_BYLINE = re.compile(r"(?:记者|通讯员|实习生|摄影)[一-鿿、 ]{2,12}")
# What a person did, by which the one who did it is told from others in the sentence: won, or holds an office.
_DEEDS = (re.compile(r"夺冠|冠军|头名|第一名|金牌|夺得|摘得|荣获|获得"), re.compile(r"当选|担任|出任|就任"))
_DOER = re.compile(
    rf"(?:^|[,，的])(?P<name>[{''.join(sorted(SURNAMES))}][一-鿿]{{1,2}})(?=夺|获得|荣获|摘得|当选|担任|出任|以)"
)
_NEAR = 14  # characters between a person and the deed


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a folded text."""

    text: str
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrongName:
    """A name that a question takes for granted, and the one its matter has in the source."""

    asked: str
    found: str
    kind: Kind
    start: int  # in the folded question
    end: int
    hit: Hit
    source: tuple[int, int]  # of the sentence in the article that has the right name

    @property
    def text(self) -> str:
        """The sentence that puts it right."""
        return f"报道中的{_SAID[self.kind]}是{self.found}，不是{self.asked}。"


def wrong_name(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> WrongName | None:
    """The first name that the best source contradicts; None: none does for certain."""
    text = folded(question)
    known = frozenset(name.text for name in _names(text))
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text)]
    for name in _names(text):
        asked_for = _ASKED_FOR.search(text[: name.start]) is not None
        if asked_for or any(start <= name.start and name.end <= end for start, end in quoted):
            continue
        rest = text[: name.start] + text[name.end :]
        terms = [term for term in terms_of(fold(rest)) if not term.light]
        if len(terms) < _TERMS or not _identified(rest, terms, name.kind):
            continue
        weights = term_weights(terms, rarity)
        on_it = on_matter(hits, weights)
        if any(_has(hit.article, name.text) for hit in on_it):
            continue
        for hit in on_it[:_DEPTH]:
            found = _rival(hit.article, name, text, known, weights)
            if found is not None:
                right = found[0] if _RANK.search(name.text) else _RANK.sub("", found[0])
                return WrongName(name.text, right, name.kind, name.start, name.end, hit, found[1])
    return None


def on_matter(hits: Sequence[Hit], weights: Mapping[Term, float]) -> list[Hit]:
    """Those whose article is on the matter that the weighted words name."""
    return [hit for hit in hits if _share(hit.article, weights) >= _ON_IT]


def _names(text: str) -> Iterator[Named]:
    doers = [(match.start("name"), match.end("name")) for match in _DOER.finditer(text)]
    for start, end in doers:
        yield Named(text[start:end], "person", start, end)
    for token in tokenise(text):
        kind = "place" if token.kind == "word" and _TOWN.fullmatch(token.text) else token.kind
        if any(start < token.end and token.start < end for start, end in doers):
            continue
        if kind in _KINDS:
            yield Named(token.text, _KINDS[kind], token.start, token.end)


def _identified(rest: str, terms: Sequence[Term], kind: Kind) -> bool:
    """Whether what is left names the matter: by a quoted name, or by a person or a body that is no place's; a deed
    is known by where it was done."""
    if _QUOTED.search(rest):
        return True
    others = {name.kind for name in _names(rest)}
    if kind == "person":
        return bool(others) and _deed(rest) is not None
    return "person" in others and any(term.kind == "name" for term in terms)


def _deed(text: str) -> re.Pattern[str] | None:
    """Which deed the text tells of; None: none."""
    return next((deed for deed in _DEEDS if deed.search(text)), None)


def _has(article: Article, name: str) -> bool:
    bare = _RANK.sub("", name)
    whole = _BYLINE.sub("", folded(f"{article.headline or ''}\n{article.text}"))
    return bare in whole or any(same_name(name, other.text) for other in _names(whole) if len(other.text) > 1)


def _share(article: Article, weights: Mapping[Term, float]) -> float:
    """Weighted share of the words that stand in the article."""
    whole = fold(f"{article.headline or ''} {article.text}")
    total = sum(weights.values())
    return sum(weight * presence(term, whole) for term, weight in weights.items()) / total if total else 0.0


def _rival(
    article: Article, asked: Named, text: str, known: frozenset[str], weights: dict[Term, float]
) -> tuple[str, tuple[int, int]] | None:
    """The one other name that stands in the place of the one asked about, with its sentence."""
    if _share(article, weights) < _ALIKE:
        return None
    whole = blank_orders(article.text)
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for start, end in sentence_spans(whole):
        sentence = folded(whole[start:end])
        for name in _names(sentence):
            bare = _RANK.sub("", name.text)
            fits = name.kind == asked.kind and len(bare) > 1 and _same_slot(asked, text, name, sentence)
            if fits and not any(same_name(bare, each) for each in known):
                rank = sentence[name.end : name.end + 1] if name.kind == "place" else ""
                whole_name = name.text + rank if rank in _RANKS and name.text == bare else name.text
                found.setdefault(bare, (whole_name, (start, end)))
    return next(iter(found.values())) if len(found) == 1 else None


def _same_slot(asked: Named, text: str, name: Named, sentence: str) -> bool:
    """Whether two names of a kind stand in one place: before the same words, behind 在, or doing the deed."""
    if asked.kind == "person":
        deed, near = _deed(text[asked.end :]), re.match(rf"[^,。;:()]{{0,{_NEAR}}}", sentence[name.end :])
        return (
            deed is not None
            and near is not None
            and deed.search(sentence[name.end : name.end + near.end() + 4]) is not None
        )
    if asked.kind == "organisation":
        return len(asked.text) > 2 and asked.text[-2:] == name.text[-2:]
    behind, other = _after(asked, text), _after(name, sentence)
    if len(behind) == _TAIL and behind == other:
        return True
    return text[: asked.start].endswith(("在", "于")) and sentence[: name.start].endswith(("在", "于"))


def _after(name: Named, text: str) -> str:
    """What stands behind a name and its rank, where it belongs to it (河阳|总工会); empty: nothing does."""
    behind = text[name.end :].lstrip("省市县区州" if not _RANK.search(name.text) else "")[:_TAIL]
    return behind if re.fullmatch("[一-鿿]+", behind) and behind[0] not in "的在从于和与有是" else ""
