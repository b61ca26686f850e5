"""What a question asks: its parts, the words that must be found, the type of answer wanted. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.question_types import Asked, answers, asked
from assistant.question_vocabulary import ASKING, LIGHT
from assistant.question_words import words
from vectorstore.tokens import nfkc

__all__ = ["Asked", "Part", "Term", "answers", "asked", "bigrams", "characters", "fold", "parts", "terms_of"]

TermKind = Literal["name", "number", "noun", "word"]

_PARTS = re.compile(r"[^？?；;\n]+[？?；;]*")
_CLAUSE = re.compile(r"[^,]+,?")
_INTERROGATIVE = re.compile(
    r"(?:谁|什么|哪[里儿个]?|怎么)(?![也都])|多少|(?<!好)几[个名家人天年次位场条元点号月]|何[时处地人种]|怎(?!么)|如何|多[久长大高远]"
)
_JOINING = re.compile(r"^(?:并且?|以及|而且|同时|还有|另外|又|且)")
_SUBJECT = 4  # terms of the first clause that a later one takes along
# Words that ask or soften and say nothing of the matter; taken out before the text is cut into words, for the
# cutter joins what is left of them with their neighbours (哪天|开的, 几|讲).
_ASKING = re.compile(
    r"请问|请列出|到底|究竟|一共|总共|共计|合计|分别|各自|各是|各有|各|大概|最近|目前|现在|眼下|如今|是否|是不是|有没有|能不能|会不会"
    r"|要不要|可不可以|怎么样|怎么办|为什么|为何|因何|缘何|怎么|怎样|如何|多少|多[久长高大远重]"
    r"|何时|何地|何处|几(?=[^乎])|第几|吗|呢|吧|啊|呀|嘛|[那这](?:[个条座批笔位种场次段些项类件家]|(?!里|时))|[今去前明本当]年"
)
# Words that ask for a thing of a kind: the noun behind them names the kind and need not stand in the source.
_ASKED_KIND = re.compile(
    r"(?:哪|什么样?的?|何种|啥|谁)(?:[一二两几三四五六]?[个些家位名种类项座支款条所场里边儿年天月日]|一)?"
)
_KIND_MARK = "◇"
_NAMED = re.compile(r"[《“「『\"]([^》”」』\"]{1,24})[》”」』\"]")
_NUMBER = re.compile(r"(?<![a-z\d.-])\d+(?:\.\d+)?(?:%|[年月日号](?:代)?|(?![a-z\d-]))")
_COUNTED_OFF = re.compile(f"(?:{_NUMBER.pattern})[多余]?")  # what a number takes along: 2000多件
_GAP = re.compile(r"(?<=[^\sa-zA-Z])\s+|\s+(?=[^\sa-zA-Z])")
_SENTENCES = 4096  # of the hits of a few questions: several steps fold the same ones
_CHINESE_MONTH = re.compile(r"(十[一二]|[一二三四五六七八九十])月")
_MONTHS = {name: str(n) for n, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)}

_DROP_TAGS = frozenset(
    {"x", "uj", "ul", "uz", "ug", "p", "c", "y", "e", "o", "u", "r", "d", "zg", "f", "ud", "k", "q"}
)
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng")
_NOUN_TAGS = ("n", "s", "t", "j", "i", "l", "b")
# Where a run of characters is cut before its bigrams are taken: particles, pronouns, the commonest verbs.
_GLUE = "的了在是能给从到有没还最又也都就才把被让和与或及对为于以将向比当并着过得之其该此要可想去来再很不"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer's source should hold."""

    text: str
    kind: TermKind
    light: bool = False  # says little of the matter (人员, 办法), or is one of several offered (A、B还是C)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things a question asks."""

    text: str
    terms: tuple[Term, ...]
    asks: tuple[Asked, ...]
    about: str = ""  # words of the first clause that say what a later one is about

    @property
    def matter(self) -> str:
        """What is looked for in the papers."""
        return self.about + self.text


def parts(question: str) -> tuple[Part, ...]:
    """The parts of a question, in order; at least one. A sentence may ask several things, each in a clause.

    A part without words of its own (“多少钱？”) takes those of the part before it along, a later clause the subject of the
    first one.
    """
    found: list[Part] = []
    for match in _PARTS.finditer(fold(question)):
        clauses = [text for text in _clauses(match.group().strip()) if any(char.isalnum() for char in text)]
        for text in clauses:
            own = terms_of(text)
            subject = _subject(terms_of(clauses[0]), own) if text != clauses[0] else ()
            terms = (*subject, *own) or (found[-1].terms if found else ())
            found.append(Part(text, terms, asked(text), "".join(term.text for term in subject)))
    return tuple(found) or (Part(fold(question), (), ()),)


def _clauses(sentence: str) -> list[str]:
    """The sentence cut before each clause that asks one thing more (驿站在哪，几点开门？)."""
    found: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if not found:
            found = [clause]
        elif _INTERROGATIVE.search(found[-1]) and _INTERROGATIVE.search(clause):
            found = [*found[:-1], found[-1].rstrip(","), _JOINING.sub("", clause)]
        else:
            found[-1] += clause
    return found


def _subject(first: Sequence[Term], own: Sequence[Term]) -> tuple[Term, ...]:
    """The terms of the first clause that say what a later one is about, but for those it has itself."""
    known = {term.text for term in own}
    subject = [term for term in first if term.kind != "word"][:_SUBJECT]
    return tuple(term for term in subject if term.text not in known)


def terms_of(text: str) -> tuple[Term, ...]:
    """The content words of a folded question in order, each once: quoted names whole, numbers, names, words."""
    found: dict[str, TermKind] = {}
    for match in _NAMED.finditer(text):
        found[match[1]] = "name"
    rest = _CHINESE_MONTH.sub(lambda match: f"{_MONTHS[match[1]]}月", _NAMED.sub(" ", text))
    for match in _NUMBER.finditer(rest):
        found.setdefault(match.group(), "number")
    rest = _ASKING.sub(" ", _ASKED_KIND.sub(_KIND_MARK, _COUNTED_OFF.sub(" ", rest)))
    before = ""
    light: set[str] = set()
    for word, tag in words(rest):
        kind = _kind(word, tag)
        if kind is not None and not (before == _KIND_MARK and kind in ("noun", "word")):
            found.setdefault(word, kind)
            if tag.startswith("t") or word in LIGHT or "还是" in text:
                light.add(word)
        before = word
    return tuple(Term(word, kind, word in light and kind != "name") for word, kind in found.items())


def bigrams(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring characters of a folded question's matter, each once: what holds where words do not."""
    rest = _ASKING.sub(" ", _ASKED_KIND.sub(" ", text))
    runs = re.findall(r"[a-z\d.%]+|[一-鿿]+", rest)
    found: dict[str, None] = {}
    for run in runs:
        if run.isascii():
            found[run] = None
            continue
        for piece in re.split(f"[{_GLUE}]", run):
            found.update(dict.fromkeys(piece[i : i + 2] for i in range(len(piece) - 1)))
    return tuple(found)


def characters(text: str) -> tuple[str, ...]:
    """The ideographs of a folded question's matter, its numbers and Latin words, each once."""
    return tuple(
        dict.fromkeys(char for pair in bigrams(text) for char in ((pair,) if pair.isascii() else pair))
    )


@lru_cache(_SENTENCES)
def fold(text: str) -> str:
    """NFKC without white space between ideographs and digits: what extraction disturbs."""
    return _GAP.sub("", nfkc(text)).lower()


def _kind(word: str, tag: str) -> TermKind | None:
    """What kind of term a word makes; None: none."""
    if tag in _DROP_TAGS or len(word) < 2 or word in ASKING or not any(char.isalnum() for char in word):
        return None
    if tag.startswith(_NAME_TAGS):
        return "name"
    return "noun" if tag.startswith(_NOUN_TAGS) or tag == "vn" else "word"
