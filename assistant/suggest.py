"""Next questions that the library can answer, made from what the cited articles say besides. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.evidence import Rarity, weigh
from assistant.extractive import extract
from assistant.orders import blank_orders
from assistant.question import bigrams, fold, terms_of
from assistant.question_words import words
from assistant.verify.tokens import fold as folded
from assistant.verify.tokens import tokenise
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

_MOST = 3
_TRIED = 10  # questions looked at closely
_ARTICLES = 3
_BEGINNING = 60  # characters of an article that name its place
_SHORT, _LONG = 6, 26  # characters of a question without its mark
_TELLING = 2  # words a question needs beside its subject
_SAME = 0.6  # share of character pairs from which a question is one that was asked
_UNIT = "人次|平方米|公里|小时|分钟|个月|元|人|名|家|个|条|件|场|次|种|项|门|期|批|台|辆|座|处|张|份|天|岁|%"
_FIGURE = re.compile(rf"(?:约|近|超过?|逾|共)?\d[\d.]*(?:万亿|[万亿千百])?[余多]?(?P<unit>{_UNIT})")
_CLAUSES = re.compile(r"[，,。；;：:？?！!、…\n]+")
_MARKED = re.compile(r"[“”‘’\"《》（）()【】「」\[\]]")
_OPENING = re.compile(
    r"^(?:其中|目前|此外|同时|另外|而且|并且|并|也|还|又|但|如今|截至目前|据了解|据介绍|据悉)+"
)
_VAGUE = re.compile(r"^(?:[它他她其该此这那]|记者|本报|一位|有的)|[他她它]们?")
_OPEN_END = re.compile(r"(?:为|达到?|至|到|是|有|了|共|近|超过|钱|费用?|工资|补[贴助]|率|过|给|得)$")
_LEFT = re.compile(r"\d[\d.]*[万亿千百]?[余多]?(?:名|家|个|条|件|位)(?=[一-鿿]{{2}})")
_NO_PLACE = re.compile("省$|本报|记者|通讯")
_DID = "夺得|获得|荣获|摘得|当选|担任|带领|发起|创办"


def suggest(asked: str, shown: Sequence[str], hits: Sequence[Hit], *, rarity: Rarity) -> tuple[str, ...]:
    """At most three questions, none of them asked already, that `hits` answer with a sentence not yet shown.

    `shown`: the answer's sentences; `hits`: the articles it cites, best first. Each question was put to the
    evidence, and the sentence it was made from is among those that answer it.
    """
    known = fold("".join(shown))
    chosen: list[str] = []
    for tried, (question, sentence) in enumerate(_candidates(asked, hits[:_ARTICLES], known)):
        if tried == _TRIED or len(chosen) == _MOST:
            break
        if any(_alike(question, other) for other in (asked, *chosen)):
            continue
        if not weigh(question, hits, rarity=rarity).enough:
            continue
        if any(pick.text == sentence for pick in extract(question, hits, rarity=rarity)):
            chosen.append(question)
    return tuple(chosen)


def _candidates(asked: str, hits: Sequence[Hit], known: str) -> Iterator[tuple[str, str]]:
    """(question, sentence it was made from), one of each article in turn."""
    rows = [list(_of_article(asked, hit, known)) for hit in hits]
    for turn in zip_longest(*rows):
        yield from (each for each in turn if each is not None)


def _of_article(asked: str, hit: Hit, known: str) -> Iterator[tuple[str, str]]:
    text = blank_orders(hit.article.text)
    subject = _subject(asked, hit.article.headline or "", text)
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if fold(sentence) in known:
            continue
        for clause in _CLAUSES.split(sentence):
            for bare in (_figure(clause), _day(clause), _person(clause)):
                question = _whole(bare, subject) if bare else None
                if question:
                    yield question, sentence
                    break


def _subject(asked: str, headline: str, text: str) -> str:
    """What the article is about in a word: the name in its headline that its text repeats, the place asked
    about, the first place it names; empty: it begins with none."""
    quoted = re.search(r"[“\"]([一-鿿]{2,8})[”\"]", headline)
    if quoted and quoted[1] in text:
        return f"“{quoted[1]}”"
    beginning = fold(f"{headline}，{text[:_BEGINNING]}")
    places = [word for word, tag in words(beginning) if tag in ("ns", "nz") and not _NO_PLACE.search(word)]
    known = [term.text for term in terms_of(fold(asked)) if term.kind == "name" and term.text in beginning]
    return next((name for name in (*known, *places) if _is_place(name)), "")


def _is_place(name: str) -> bool:
    return any(tag == "ns" or (tag == "nz" and word == name) for word, tag in words(name))


def _figure(clause: str) -> str | None:
    """每家驿站的改造费用为3.5万元 → 每家驿站的改造费用为多少元; None: the clause does not lend itself."""
    matches = list(_FIGURE.finditer(clause))
    if not matches:
        return None
    match = matches[-1]  # the news: 由4条增加到10条
    before = clause[: match.start()]
    if not re.search("[由从]", before):
        before = _LEFT.sub("", before)
    tags = [tag for _, tag in words(fold(before))]
    if not tags or not (_OPEN_END.search(before) or tags[-1].startswith("v")):
        return None
    if re.search(r"(?<![由从\d.])[\d.]+", before):
        return None  # a figure that stays may have been corrected since
    return f"{before}百分之多少" if match["unit"] == "%" else f"{before}多少{match['unit']}"


def _day(clause: str) -> str | None:
    """驿站从4月1日起试行通宵开放 → 驿站从什么时候起试行通宵开放."""
    match = re.search(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日", clause)
    if match is None:
        return None
    before, behind = clause[: match.start()], clause[match.end() :]
    return f"{before}什么时候{behind}" if len(behind) >= 4 and not re.search(r"\d", before + behind) else None


def _person(clause: str) -> str | None:
    """河阳造船厂的赵立衡夺得冠军 → 谁夺得冠军."""
    match = re.search(rf"(?:{_DID}).{{2,16}}$", clause)
    if match is None:
        return None
    people = [token for token in tokenise(folded(clause[: match.start()])) if token.kind == "person"]
    return f"谁{match.group()}" if people else None


def _whole(bare: str, subject: str) -> str | None:
    """The question with its subject and mark; None: it would not read well."""
    text = _OPENING.sub("", bare.strip())
    if _MARKED.search(text) or _VAGUE.search(text):
        return None
    terms = terms_of(fold(text))
    if len(terms) < _TELLING or all(term.kind in ("word", "number") for term in terms):
        return None
    if not _is_place(fold(text)):
        if not subject:
            return None
        text = f"{subject}{text}"
    if not _SHORT <= len(text) <= _LONG:
        return None
    return f"{text}？"


def _alike(one: str, other: str) -> bool:
    left, right = set(bigrams(fold(one))), set(bigrams(fold(other)))
    return not left or len(left & right) >= _SAME * min(len(left), len(right) or 1)
