"""Names and nouns outside the alignment: moved, written otherwise, put in, or put in another's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.comparison import Comparison, Place, nominal_runs
from assistant.verify.names import generic, joined_kind, same_name, scope
from assistant.verify.tokens import NAMES, Token


@dataclass(frozen=True, slots=True)
class Nouns:
    """A run of touching nouns in a gap: claim[low:high], or one of the source's."""

    low: int
    high: int
    text: str
    wide: str  # with the nouns beside the gap that touch it
    named: bool


def check_nominal(result: Comparison, low: int, place: Place) -> int:
    """Judge the run of touching nouns from claim index `low` on; returns the index behind it."""
    nouns = _nouns(result.claim, low, place.gap.high)
    result.support[nouns.low : nouns.high] = [1.0] * (nouns.high - nouns.low)
    rivals = _rivals(result, place)
    if generic(nouns.text) or any(_same(nouns, rival) for rival in rivals):
        return nouns.high
    replaced = [
        r for r in rivals if r.text not in result.free_claim and not generic(r.text) and not scope(r.text)
    ]
    swapped = place.verbatim and nouns.named and any(rival.named for rival in replaced)
    if not swapped and (nouns.text in result.free_found or result.in_place(nouns.low, nouns.high)):
        return nouns.high
    if place.tight and replaced and (nouns.named or not _akin(nouns.text, replaced)):
        _check_replaced(result, nouns, replaced, place)
    elif nouns.named:
        _check_put_in(result, nouns, place)
    else:
        _weigh(result, nouns, place)
    return nouns.high


def _nouns(claim: Sequence[Token], low: int, end: int) -> Nouns:
    high = low + 1
    while high < end and claim[high].nominal and claim[high].start == claim[high - 1].end:
        high += 1
    first, last = low, high
    while first and claim[first - 1].nominal and claim[first - 1].end == claim[first].start:
        first -= 1
    while last < len(claim) and claim[last].nominal and claim[last].start == claim[last - 1].end:
        last += 1
    wide = "".join(token.text for token in claim[first:last])
    named = any(token.kind in NAMES for token in claim[low:high]) or joined_kind(wide) is not None
    return Nouns(low, high, "".join(token.text for token in claim[low:high]), wide, named)


def _rivals(result: Comparison, place: Place) -> list[Nouns]:
    """The source's nouns in the gap."""
    rivals: list[Nouns] = []
    for run in nominal_runs(place.beside):
        text, wide = "".join(token.text for token in run), result.runs[run[0].start]
        known = any(token.kind in NAMES or token.tag.startswith("nr") for token in run)
        rivals.append(Nouns(0, 0, text, wide, known or joined_kind(wide) is not None))
    return rivals


def _same(nouns: Nouns, rival: Nouns) -> bool:
    if same_name(nouns.text, rival.text) or same_name(nouns.wide, rival.text):
        return True
    return nouns.named and rival.named and same_name(nouns.wide, rival.wide)


def _weigh(result: Comparison, nouns: Nouns, place: Place) -> None:
    """Plain nouns count as far as the source has them."""
    for at in range(nouns.low, nouns.high):
        token = result.claim[at]
        if token.text in result.window_text:
            continue
        if token.text in result.passage.text:
            result.support[at] = 0.6
            continue
        akin = len(token.text) > 1 and any(set(token.text) & set(t.text) for t in place.beside if t.weight)
        result.support[at] = 0.6 if akin and token.kind not in NAMES else 0.0


def _akin(text: str, rivals: Sequence[Nouns]) -> bool:
    return any(set(text) & set(rival.text) for rival in rivals)


def _check_replaced(result: Comparison, nouns: Nouns, replaced: Sequence[Nouns], place: Place) -> None:
    """Nouns where the source has others."""
    _weigh(result, nouns, place)
    rival = next((rival for rival in replaced if rival.named), replaced[0])
    known = _known(result, nouns.text)
    if nouns.named and (rival.named or place.verbatim or not known):
        result.contradict(place, nouns.text, rival.text)
    elif nouns.named:
        _check_put_in(result, nouns, place)
    elif nouns.text in result.sentence_text:
        return
    elif (place.verbatim and rival.named) or (known and _acts(result, nouns)):
        result.fault("misplaced", nouns.text, rival.text)


def _check_put_in(result: Comparison, nouns: Nouns, place: Place) -> None:
    """A name where the source sentence has nothing: known from elsewhere, or not at all."""
    text = nouns.text
    if text in result.sentence_text:
        return
    if text in result.passage.text:
        if place.tight and _acts(result, nouns):
            _check_actor(result, text)
        return
    if text in result.passage.about or text in result.elsewhere or _known(result, text):
        return
    _weigh(result, nouns, place)
    span = slice(nouns.low, nouns.high)
    if any(
        t.kind in NAMES and s < 0.6 for t, s in zip(result.claim[span], result.support[span], strict=True)
    ):
        result.fault("absent", text)


def _known(result: Comparison, text: str) -> bool:
    """Whether the source has the name, in this writing or another; an office alone (总理) names nobody."""
    return text in result.passage.text or any(
        same_name(text, t.text) for t in result.window() if t.kind in NAMES
    )


def _acts(result: Comparison, nouns: Nouns) -> bool:
    """Whether the name opens its clause or a verb of saying follows: it says or does what follows."""
    claim = result.claim
    opens = nouns.low == 0 or claim[nouns.low - 1].clause != claim[nouns.low].clause
    return opens or (nouns.high < len(claim) and claim[nouns.high].key == "说")


def _check_actor(result: Comparison, text: str) -> None:
    """Someone named where the source sentence names no one: it must be the one last spoken of before it."""
    passage = result.passage
    first = passage.sentences[result.sentence][0]
    kinds = {t.kind for t in passage.tokens if t.text in text and t.kind in NAMES}
    at = passage.text[: passage.tokens[first].start].rfind(text) if first else -1
    if at < 0:
        if "place" not in kinds:
            result.fault("misplaced", text)
        return
    later = [
        t
        for t in passage.tokens[:first]
        if t.start > at + len(text) and t.kind in kinds and t.text not in text
    ]
    if later and later[-1].kind in ("person", "organisation"):
        result.fault("misplaced", text, later[-1].text)
