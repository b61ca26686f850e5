"""What an article has in the place of a figure, an age, a day or a year of founding that a question takes for granted.
Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.matching import presence
from assistant.orders import blank_orders
from assistant.question import Term, fold
from assistant.question_synonyms import synonyms
from assistant.verify.atoms import Atom, atoms_of
from assistant.verify.dates import Day
from assistant.verify.quantities import Quantity, same_unit
from assistant.verify.tokens import tokenise
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

_ALIKE = 0.65  # weighted share of the question's words that the sentence (names: the article) must hold
_LIKELY = 0.8  # the share where only the measure word says that the same is counted
CLAUSE_END = re.compile("[,;:。!?]")
_NOUN = 2  # characters beside a figure that say what is counted
_AHEAD = re.compile(r"([一-鿿]{2})(?:一?共?[有达是为收接]到?|[达收接]到|共计?|总共)$")  # 案子有300多件
ROUGHLY = re.compile("[\\d.〇零一二两三四五六七八九十百千万亿]+[多余]")
_NUMERAL = re.compile("[\\d.,〇零一二两三四五六七八九十百千万亿多余]+")
_VAGUE_UNITS = frozenset({"个", "人", "名", "位"})  # they count anything: only a noun says what
_TELLING_UNITS = frozenset("家件座条场台辆套户篇款届起宗笔")
_FOUNDED = re.compile("成立|组建|创办|创建|创立|设立|建立|建成|启用|开通|开业|开馆|通车")
_FORMERLY = re.compile("(?:由|从|原来?|原有|比)$")
_SOON = 6  # characters between a year and what was founded in it


@dataclass(frozen=True, slots=True)
class Rival:
    """What the source has in the place of a figure or a day of the question."""

    said: str
    counted: str  # with what is counted, where that stands behind it
    start: int  # of its sentence
    end: int
    alike: float  # weighted share of the question's words beside it


def founded(text: str, atom: Atom) -> str | None:
    """The word that says what began in the year; None: the atom is no bare year, or nothing began in it."""
    day = atom.value
    if not isinstance(day, Day) or day.year is None or day.month is not None:
        return None
    found = _FOUNDED.match(text, atom.end) or _FOUNDED.search(
        CLAUSE_END.split(text[atom.end : atom.end + _SOON], maxsplit=1)[0]
    )
    return found.group() if found else None


def kind_of(asked: Atom) -> str:
    """What the figure or the day is called."""
    if isinstance(asked.value, Quantity):
        return "年龄" if asked.value.unit == "岁" else "数字"
    return "日期" if isinstance(asked.value, Day) and asked.value.month else "年份"


def agrees(found: Atom, asked: Atom) -> bool:
    """Whether two figures may be the same: 2000多 is any from 2000 to 2999."""
    one, other = found.value, asked.value
    if found.key == asked.key or not (isinstance(one, Quantity) and isinstance(other, Quantity)):
        return found.key == asked.key
    return _covers(one, other) or _covers(other, one)


def _covers(rough: Quantity, other: Quantity) -> bool:
    if rough.value is None or other.value is None or not ROUGHLY.match(rough.text):
        return False
    digits = f"{rough.value:.0f}"
    step = float(f"1e{len(digits) - len(digits.rstrip('0'))}")
    return rough.value <= other.value < rough.value + step


def likeliest(rivals: Iterator[Rival]) -> Rival | None:
    """The rival whose sentence is most like the question; None: there is none, or two others are as likely."""
    ranked = sorted(rivals, key=lambda rival: -rival.alike)
    if not ranked or any(
        each.alike == ranked[0].alike and each.said != ranked[0].said for each in ranked[1:]
    ):
        return None
    return ranked[0]


def rivals_of(hit: Hit, text: str, asked: Atom, weights: dict[Term, float]) -> Iterator[Rival]:
    """What the sentences of the article have in the place of the figure or day of the folded text, where they leave
    no doubt. `weights`: of the question's words beside it."""
    whole = blank_orders(hit.article.text)
    noun = _noun(text, asked)
    for start, end in sentence_spans(whole):
        sentence = fold(whole[start:end])
        others = [atom for atom in atoms_of(sentence) if comparable(atom, asked)]
        fitting, least = _fitting(text, asked, noun, sentence, others)
        if len({atom.key for atom in fitting}) != 1:
            continue
        found, clause = fitting[0], _clause(sentence, fitting[0])
        alone = len({atom.key for atom in others}) == 1 or not isinstance(asked.value, Quantity)
        rising = len({atom.key for atom in atoms_of(clause) if comparable(atom, asked)}) > 1
        if not alone and (rising or _FORMERLY.search(sentence[: found.start])):
            continue  # 由4条线路增加到10条: which of the two is meant is open
        alike = _about(hit, sentence if alone else clause, weights)
        if kind_of(asked) == "年龄" or alike >= least:
            said = sentence[found.start : found.end]
            follows = _numeral_end(sentence, found)
            if noun and sentence[follows:].startswith(noun):  # 9部门: the noun takes the measure word's place
                said = sentence[found.start : follows] + noun
            direct = (
                bool(noun) and not said.endswith(noun) and sentence[found.end :].lstrip("的").startswith(noun)
            )
            yield Rival(said, said + noun if direct else said, start, end, alike)


def _noun(text: str, asked: Atom) -> str:
    """The characters that say what the figure counts, behind it or before it; empty: none do."""
    if asked.kind != "quantity":
        return ""
    behind = re.match(r"的?([一-鿿]{2})", text[asked.end :])
    ahead = _AHEAD.search(text[: asked.start])
    return behind[1][:_NOUN] if behind else ahead[1] if ahead else ""


def _fitting(
    text: str, asked: Atom, noun: str, sentence: str, others: list[Atom]
) -> tuple[list[Atom], float]:
    """Those of a sentence's figures or days that stand in the place of the one asked about, with the share of the
    question's words the sentence must hold for them."""
    if not isinstance(asked.value, Quantity):
        word = founded(text, asked)
        began = (
            [atom for atom in others if founded(sentence, atom) in (word, *synonyms(word))]
            if word
            else others
        )
        return began, _ALIKE
    if asked.value.unit == "岁":
        return (others if _aged(text, asked, sentence) else []), _ALIKE
    counting = [atom for atom in others if noun and _counts(sentence, atom, noun)]
    if counting or not noun or asked.value.unit in _VAGUE_UNITS:
        return counting, _ALIKE
    same = [
        atom for atom in others if isinstance(atom.value, Quantity) and atom.value.unit == asked.value.unit
    ]
    term = Term(noun, "noun")
    beside = [atom for atom in same if presence(term, _clause(sentence, atom)) >= _LIKELY]
    if beside:
        return beside, _ALIKE
    return (same if asked.value.unit in _TELLING_UNITS else []), _LIKELY


def _counts(sentence: str, atom: Atom, noun: str) -> bool:
    """Whether the noun stands right behind the figure, with or without a measure word, or right before it."""
    return (
        sentence[atom.end :].lstrip("的").startswith(noun)
        or sentence[_numeral_end(sentence, atom) :].startswith(noun)
        or sentence[: atom.start].endswith(noun)
    )


def _numeral_end(sentence: str, atom: Atom) -> int:
    found = _NUMERAL.match(sentence, atom.start)
    return found.end() if found else atom.end


def _aged(text: str, asked: Atom, sentence: str) -> bool:
    """Whether the sentence names the person whose age it is in the question."""
    behind = text[asked.end :].removeprefix("的")
    before = re.sub("(?:今年|现年|已经?|年仅|刚满?)$", "", text[: asked.start])
    names = [token.text for token in tokenise(text) if token.kind == "person"]
    return any((behind.startswith(name) or before.endswith(name)) and name in sentence for name in names)


def _clause(sentence: str, atom: Atom) -> str:
    start = max((match.end() for match in CLAUSE_END.finditer(sentence, 0, atom.start)), default=0)
    end = CLAUSE_END.search(sentence, atom.end)
    return sentence[start : end.start() if end else len(sentence)]


def comparable(found: Atom, asked: Atom) -> bool:
    """Whether two atoms measure the same: figures of one unit, bare years, or days of a month."""
    if isinstance(found.value, Quantity) and isinstance(asked.value, Quantity):
        return not found.value.weak and same_unit(found.value.unit, asked.value.unit)
    if not (isinstance(found.value, Day) and isinstance(asked.value, Day)):
        return False
    if asked.value.month is None:
        return found.value.year is not None and found.value.month is None
    return found.value.day is not None and found.value.month is not None


def _about(hit: Hit, sentence: str, weights: dict[Term, float]) -> float:
    """Weighted share of the question's words that stand in the folded sentence; names may stand anywhere in the
    article."""
    whole = fold(f"{hit.article.headline or ''} {hit.article.text}")
    held = {term: presence(term, whole if term.kind == "name" else sentence) for term in weights}
    if any(term.kind == "name" and share < 1 for term, share in held.items()):
        return 0.0
    total = sum(weights.values())
    return sum(weights[term] * share for term, share in held.items()) / total if total else 0.0
