"""The checks on one comparison: figures and dates, codes, negation, plain words. Names are in `nominals`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.verify.alignment import Gap
from assistant.verify.analysis import Analysis
from assistant.verify.comparison import Comparison, Place, nominal_runs
from assistant.verify.dates import Day, same_date
from assistant.verify.negation import opposites
from assistant.verify.nominals import check_nominal
from assistant.verify.quantities import Quantity, fit, same_unit
from assistant.verify.tokens import NAMES, Token
from assistant.verify.words import table

_GRAIN = {"D": "day", "R": "day", "M": "month", "N": "month", "Y": "year", "Z": "year", "T": "time"}
_TO = re.compile("[向对给被把由替]")
_REPORTED = frozenset(
    table("报道 报 讯 消息 电 刊登 刊发 刊载 发表 截至 截止 日报 晚报 更正 （ (")
)  # words beside the day of a report
_REPORTED_WITHIN = 4  # tokens, from the day on
_LIST = re.compile("[和与及同或以]*$")


def compare(claim: Sequence[Token], passage: Analysis, sentence: int, *, elsewhere: str) -> Comparison:
    """Hold `claim` against sentence number `sentence` of `passage`."""
    result = Comparison(claim, passage, sentence, elsewhere)
    for i, j in result.pairs:
        if claim[i].value is not None:
            _check_value(result, i, Place(Gap(i, i + 1, j, j + 1), result.found[j : j + 1], 1.0))
    places = result.places()
    for place in places:
        _check_place(result, place)
    _check_swapped(result, places)
    _check_roles(result)
    return result


def _check_place(result: Comparison, place: Place) -> None:
    index = place.gap.low
    while index < place.gap.high:
        token = result.claim[index]
        if token.value is not None:
            _check_value(result, index, place)
        elif token.kind == "code":
            _check_code(result, index, place)
        elif token.nominal and token.weight:
            index = check_nominal(result, index, place)
            continue
        else:
            result.support[index] = word_support(result, token, place)
        index += 1
    if place.tight:
        _check_opposites(result, place)
        _check_negation(result, place)


def _check_value(result: Comparison, index: int, place: Place) -> None:
    """A date, a quantity: agrees with the one in its place, or with one close by."""
    token = result.claim[index]
    rivals = [t for t in place.beside if t.value is not None and type(t.value) is type(token.value)]
    best = max((_fit(token, t, result.passage) for t in rivals), default=0.0)
    in_its_place = [t for t in rivals if place.tight and _comparable(token, t)]
    replaced = [t for t in in_its_place if t.key == token.key or t.text not in result.free_claim]
    if best < 1 and (best or not replaced or _moved(result, index)):
        best = max(best, max((_fit(token, t, result.passage) for t in result.window()), default=0.0))
    result.support[index] = 1.0 if best else 0.0
    if best == 1:
        return
    if best:
        result.fault("loose", token.text, next((t.text for t in rivals if t.key == token.key), None))
    elif replaced and (token.weight > 1 or replaced[0].weight > 1):
        result.contradict(place, token.text, replaced[0].text)
    elif token.kind == "date" and _day_of_issue(token, result.passage) and _dates_the_report(result, index):
        result.support[index] = 1.0
    elif token.weight > 1:
        result.fault("absent", token.text)


def _comparable(claim: Token, found: Token) -> bool:
    """A day stands for a day, a sum of money for a sum of money."""
    if isinstance(claim.value, Quantity) and isinstance(found.value, Quantity):
        return claim.key == found.key or same_unit(claim.value.unit, found.value.unit)
    return _GRAIN.get(claim.key[0]) == _GRAIN.get(found.key[0])


def _moved(result: Comparison, index: int) -> bool:
    """Whether the value stands elsewhere in the source sentence, left over by the alignment."""
    token = result.claim[index]
    if token.kind == "date":
        spare = (t for t in result.found if t.value is not None and t.text in result.free_found)
        return any(_fit(token, t, result.passage) == 1 for t in spare)
    return result.in_place(index, index + 1)


def _fit(claim: Token, found: Token, passage: Analysis) -> float:
    """1 the same, 0.5 the same but for its bound, 0 another."""
    if isinstance(claim.value, Day):
        if isinstance(found.value, Day):
            same = same_date(claim.value, found.value, passage.issued)
            return 0.5 if same and _year_unheard_of(claim.value, found.value, passage) else float(same)
        return float(isinstance(found.value, Quantity) and claim.key == f"Y{found.text}")
    if isinstance(claim.value, Quantity) and isinstance(found.value, Quantity):
        return {"same": 1.0, "looser": 0.5, "other": 0.0}[fit(claim.value, found.value)]
    return 0.0


def _year_unheard_of(claim: Day, found: Day, passage: Analysis) -> bool:
    """Whether the claim has a year that neither the source nor its day of issue tells."""
    return bool(claim.year and not found.year and not passage.issued and str(claim.year) not in passage.text)


def _day_of_issue(token: Token, passage: Analysis) -> bool:
    at = passage.issued
    if at is None or not isinstance(token.value, Day) or not token.value.day:
        return False
    return same_date(token.value, Day(year=at.year, month=at.month, day=at.day), at)


def _dates_the_report(result: Comparison, index: int) -> bool:
    """Whether the day in the claim is that of the report (据7月26日报道, 截至7月26日), not that of what happened."""
    around = result.claim[max(index - 1, 0) : index + _REPORTED_WITHIN]
    return any(token.text in _REPORTED for token in around)


def _check_code(result: Comparison, index: int, place: Place) -> None:
    """A telephone number, a model, a flight: letter by letter."""
    token = result.claim[index]
    if token.key in result.passage.places:
        result.support[index] = 1.0
        return
    rivals = [t.text for t in place.beside if t.kind == "code"]
    if rivals and place.tight:
        result.contradict(place, token.text, rivals[0])
    else:
        result.fault("absent", token.text)


def word_support(result: Comparison, token: Token, place: Place) -> float:
    """How far a word outside the alignment is borne out by the words around it."""
    if token.text in result.window_text:
        return 1.0
    if token.text in result.passage.text:
        return 0.6
    if len(token.text) > 1 and any(set(token.text) & set(t.text) for t in place.beside if t.weight):
        return 0.6
    return 0.0


def _check_opposites(result: Comparison, place: Place) -> None:
    """增长 where the source has 下降, 上午 where it has 下午."""
    claimed = "".join(token.text for token in result.claim[place.gap.low : place.gap.high])
    pair = (
        opposites(claimed, "".join(token.text for token in place.beside))
        if claimed and place.beside
        else None
    )
    if pair and pair[1] not in result.free_claim:
        result.contradict(place, *pair)


def _check_swapped(result: Comparison, places: Sequence[Place]) -> None:
    """Two names that stand in each other's place: who did it to whom."""
    exchanged: dict[tuple[str, str], Place] = {}
    for place in places:
        ours = [
            run for run in nominal_runs(result.claim[place.gap.low : place.gap.high]) if run[0].weight >= 1
        ]
        theirs = nominal_runs(place.beside)
        if not place.verbatim or len(ours) != 1 or len(theirs) != 1:
            continue
        pair = _text(ours[0]), _text(theirs[0])
        first = exchanged.get((pair[1], pair[0]))
        if first and not _LIST.match(_text(result.claim[first.gap.high : place.gap.low])):
            result.contradict(place, f"{pair[1]}……{pair[0]}", f"{pair[0]}……{pair[1]}")
        exchanged[pair] = place


def _check_roles(result: Comparison) -> None:
    """A向B in the source, B向A in the claim, of one clause each."""
    claim, found = result.claim, result.found
    there = {token.key: k for k, token in enumerate(found) if token.kind in NAMES}
    actors = [i for i, token in enumerate(claim) if token.key in there]
    for i, j in pairwise(actors):
        one, other = there[claim[i].key], there[claim[j].key]
        together = claim[i].clause == claim[j].clause and found[one].clause == found[other].clause
        if together and other < one and _TO.search(_text(claim[i + 1 : j])):
            pair = claim[i].text, claim[j].text
            result.fault("misplaced", "……".join(pair), "……".join(reversed(pair)))


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _check_negation(result: Comparison, place: Place) -> None:
    """A denial on one side of a narrow gap only."""
    gap = place.gap
    claimed = [i for i in range(gap.low, gap.high) if result.claim[i].kind == "negation"]
    found = [t for t in place.beside if t.kind == "negation"]
    around = "".join(t.text for t in result.claim[max(gap.low - 1, 0) : gap.high + 1])
    if claimed and not found:
        denied = "".join(t.text for t in result.claim[claimed[0] : claimed[0] + 2])
        if denied not in result.passage.letters and not result.in_place(claimed[0], claimed[0] + 1):
            result.contradict(place, around)
    elif found and not claimed and sum(t.weight for t in place.beside) < 1.5 and not _moved_denial(result):
        result.contradict(place, around, found[0].text)


def _moved_denial(result: Comparison) -> bool:
    """Whether the claim has a denial of its own that the alignment left over."""
    matched = {i for i, _ in result.pairs}
    return any(t.kind == "negation" for i, t in enumerate(result.claim) if i not in matched)
