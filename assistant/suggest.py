"""Next questions that the library can answer, made from what the cited articles say besides. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.asked_back import ask_back
from assistant.evidence import Rarity, weigh
from assistant.extractive import extract
from assistant.orders import blank_orders
from assistant.question import bigrams, fold, terms_of
from assistant.verify.places import PLACES
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans
from vectorstore.tokens import tagged

_MOST = 3
_TRIED = 10  # questions looked at closely
_ARTICLES = 3
_SHORT, _LONG = 6, 26  # characters of a question without its mark
_TELLING = 2  # words a question needs beside its subject
_COUNTED = re.compile(r"^[一二两三四五六七八九十几]")
_SAME = 0.6  # share of character pairs from which a question is one that was asked


def suggest(asked: str, shown: Sequence[str], hits: Sequence[Hit], *, rarity: Rarity) -> tuple[str, ...]:
    """At most three questions, none of them asked already, that `hits` answer with a sentence not yet shown.

    `shown`: the answer's sentences; `hits`: the articles it cites, best first. Each question was put to the
    evidence, and the sentence it was made from is among those that answer it.
    """
    known = fold("".join(shown))
    chosen: list[str] = []
    for tried, (question, sentence) in enumerate(_candidates(hits[:_ARTICLES], known)):
        if tried == _TRIED or len(chosen) == _MOST:
            break
        if any(_alike(question, other) for other in (asked, *chosen)):
            continue
        if not weigh(question, hits, rarity=rarity).enough:
            continue
        if any(pick.text == sentence for pick in extract(question, hits, rarity=rarity)):
            chosen.append(question)
    return tuple(chosen)


def _candidates(hits: Sequence[Hit], known: str) -> Iterator[tuple[str, str]]:
    """(question, sentence it was made from), one of each article in turn."""
    rows = [list(_of_article(hit, known)) for hit in hits]
    for turn in zip_longest(*rows):
        yield from (each for each in turn if each is not None)


def _of_article(hit: Hit, known: str) -> Iterator[tuple[str, str]]:
    text = blank_orders(hit.article.text)
    subject = _subject(hit.article.headline or "", text)
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if fold(sentence) in known:
            continue
        for bare in ask_back(sentence, subject):
            if _SHORT <= len(bare) <= _LONG and len(terms_of(fold(bare))) >= _TELLING:
                yield f"{bare}？", sentence
                break


def _subject(headline: str, text: str) -> str:
    """What the article is about in a word: the name in its headline that its text repeats, else the place there;
    empty: its headline has none."""
    quoted = re.search(r"[“\"]([一-鿿]{2,8})[”\"]", headline)
    if quoted and quoted[1] in text:
        return f"“{quoted[1]}”"
    return next((word for word, tag in tagged(headline) if _is_place(word, tag) and word in text), "")


def _is_place(word: str, tag: str) -> bool:
    return (tag == "ns" or word in PLACES) and not _COUNTED.match(word)


def _alike(one: str, other: str) -> bool:
    left, right = set(bigrams(fold(one))), set(bigrams(fold(other)))
    return not left or len(left & right) >= _SAME * min(len(left), len(right) or 1)
