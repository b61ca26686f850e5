"""What a part of a question asks, made ready to be looked for beside a thing that could answer it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer_kinds import Kind
from assistant.answer_times import YEAR, Times, times_of
from assistant.evidence import Rarity, term_weights
from assistant.matching import presence
from assistant.question import Part, Term, characters
from assistant.question_synonyms import synonyms
from assistant.telling import character_weights, held_characters

_LEAST = 0.3  # weight of a character that every sentence has
_EACH = re.compile("分别|各(?!地|界|级|类|项|种)")
# What papers write where a question has the first word.
_SAID = {
    "导演": "执导|导演",
    "主演": "领衔|饰演|出演|主演",
    "冠军": "夺冠|冠军|捧杯|折桂|摘金|金牌|问鼎|登顶|夺魁",
    "亚军": "亚军|屈居|不敌",
    "季军": "季军|第三名|铜牌",
    "金牌得主": "金牌|夺冠|冠军|摘金",
    "举办国": "举办|承办|主办|东道主|举行",
    "首播": "首播|开播|播出|定档|上线",
    "上映": "上映|公映|定档",
    "开幕": "开幕|揭幕",
    "去世": "去世|逝世|离世|辞世",
    "售价": "售价|定价|价格|售",
    "营收": "营收|收入",
    "施行": "施行|实施|生效",
    "生效": "生效|实施|施行",
    "发售": "发售|上市|推出|发行",
    "创办": "创办|创立|创建|成立|组建|发起",
    "当选": "当选|胜选|赢得",
    "震级": "级",
    "增速": "增长|增速",
    "增长率": "增长",
    "增长": "增长|增|升",
    "上涨": "上涨|涨",
    "作者": "作者|著|写",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """A part of a question, prepared."""

    text: str
    kind: Kind
    times: Times
    characters: Mapping[str, float]
    words: Mapping[str, Sequence[str]]
    terms: Mapping[Term, float]
    either: frozenset[Term]  # names of which a source need have one: the question asks the same of each
    asked: re.Pattern[str] | None  # the word that says what is asked; None: the part has none

    def held(self, text: str) -> float:
        """Weighted share of the characters that the text holds."""
        total = sum(self.characters.values())
        held = held_characters(self.characters, self.words, text)
        return sum(self.characters[char] for char in held) / total if total else 0.0

    def told(self, text: str) -> float:
        """Weighted share of the words that the text holds; of names asked after side by side the best counts."""
        held = {term: weight * presence(term, text) for term, weight in self.terms.items()}
        shares = [(held[term], weight) for term, weight in self.terms.items() if term not in self.either]
        if self.either:
            best = max(self.either, key=lambda term: held[term])
            shares.append((held[best], self.terms[best]))
        total = sum(weight for _, weight in shares)
        return sum(share for share, _ in shares) / total if total else 1.0


def prepare(part: Part, kind: Kind, sentences: Sequence[str], rarity: Rarity) -> Matter:
    """The part, to be looked for in articles of these folded sentences."""
    told = [char for char in characters(part.text) if not YEAR.fullmatch(char.rstrip("年"))]
    weights = character_weights(told, sentences)
    terms = term_weights([term for term in part.terms if not YEAR.fullmatch(term.text.rstrip("年"))], rarity)
    return Matter(
        text=part.text,
        kind=kind,
        times=times_of(part.text),
        characters={char: max(weight, _LEAST) for char, weight in weights.items()},
        words={term.text: synonyms(term.text) for term in part.terms},
        terms=terms,
        either=_either(part, terms),
        asked=_asked(part),
    )


def _either(part: Part, terms: Mapping[Term, float]) -> frozenset[Term]:
    names = [term for term in terms if term.kind == "name"]
    beside = "|".join(re.escape(term.text) for term in names)
    if len(names) > 1 and (
        _EACH.search(part.text) or re.search(f"(?:{beside})[和与及、](?:{beside})", part.text)
    ):
        return frozenset(names)
    return frozenset()


def _asked(part: Part) -> re.Pattern[str] | None:
    known = [said for word, said in _SAID.items() if word in part.text]
    if known:
        return re.compile("|".join(known))
    plain = [term.text for term in part.terms if term.kind in ("noun", "word") and not term.light]
    if plain:
        word = plain[-1]
        halves = (word[:2], word[-2:]) if len(word) > 2 else ()
        return re.compile("|".join(map(re.escape, (word, *synonyms(word), *halves))))
    return re.compile(re.escape(part.terms[-1].text)) if part.terms else None
