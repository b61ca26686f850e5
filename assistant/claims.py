"""The claims of an explanation: sentences of the papers, corrected ones in their right form, the essential ones marked.

Taken by rule and the same for every audience, whichever model words them afterwards. Essential are: a correction; of
each report the sentence that tells most of its news; what one must know to act on it (deadline, condition, number to
ring). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import cite
from assistant.claim_wording import as_said
from assistant.condense import condense
from assistant.corrections import Corrections
from assistant.explain_records import Claim
from assistant.facts import facts_of
from assistant.portions import Portion, spans_of
from assistant.records import Citation
from assistant.salience import Weighed, weigh_sentences
from assistant.verify.atoms import atoms_of
from assistant.verify.quantities import Quantity
from assistant.verify.tokens import fold
from vectorstore.corrections import read_notice, says_what_is_wrong
from vectorstore.identity import pairs_of, squash
from vectorstore.records import Article
from vectorstore.sentences import sentence_spans

_PER_MINUTE = 200  # characters said in a minute, sources and greetings apart
_NUMBER = r"(?:[（(]?0\d{2,3}[)）]?[ -]?\d{7,8}|(?<!\d)12\d{3}(?!\d)|(?<!\d)[48]00-?\d{3,4}-?\d{3,4}(?!\d))"
_MUST_KNOW = re.compile(
    rf"(?:电话|拨打?|打|咨询|投诉|反映|报案|报名)[^，。；]{{0,16}}{_NUMBER}"
    r"|(?:报名|申请|申领|受理|办理|参保)[^。；]{0,24}(?:截止|起|小程序|公众号|窗口|都能|均可|须|凭|不得)"
    r"|(?:小程序|公众号|窗口)[^。；]{0,16}(?:报名|申请|申领|上传|办理|留言)|凭[^，。]{1,12}[卡证]|停用"
    r"|(?:不得|必须|严禁)[^。；]{2,}"
)
_REPEATS = 0.6  # share of a sentence's character pairs that others have, from which it says nothing new
_POINTS = re.compile(
    r"^(?:[“\"]?(?:他们?|她们?|它们?|其中?|这|那(?!曲)|此[^外]|该|对此|为此|因此|所以|但是?|而|然而|不过|并且|于是|随后|接着|也|还|又|同时))"
)
_OWN = 0.5  # of what a sentence is worth for its place, where the one that tells most news is sought
_SCENIC = 0.5  # factor of a sentence that sets a scene: 凌晨1点，代驾司机……
_SCENE = re.compile(
    r"[^，,。]{0,14}(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|深夜)\s*\d[^，,。]{0,8}[，,]|走进|[^，,。]{0,10}天还没亮|[^，,。]{0,8}凌晨[，,]"
)
_SPEECH = re.compile(r"[“\"](?![^“”\"，。？！,]{1,12}[”\"][^。])|”")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_RIGHT = re.compile('(?:应为|应是|更正为|改为|更改为)[“"「]([^”"」]{1,40})[”"」]')
CORRECTION, _LEAD_FACT, _TO_ACT = "报纸的更正", "报道的主要事实", "办事要知道的期限、条件或电话"
_RINGING = re.compile(rf"([一-鿿]{{2}}(?:电话|热线|号码))[^。；]{{0,4}}{_NUMBER}")
_CHANGED = re.compile(
    rf"([一-鿿]{{2}}(?:电话|热线|号码))[^。；]{{0,4}}(?:改为|改成|换成|更换为?|变更为?)[^。；]{{0,6}}{_NUMBER}"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is to be explained."""

    claims: tuple[Claim, ...]  # in reading order, numbered from 1
    citations: tuple[Citation, ...]  # one a claim, of the same number
    articles: tuple[str, ...]  # library ids of the articles that were read, corrections included


@dataclass(frozen=True, slots=True)
class _Taken:
    article: Article
    start: int
    end: int
    why: str | None  # None: not essential

    @property
    def words(self) -> str:
        return self.article.text[self.start : self.end]


def claims_of(told: Sequence[Portion], corrections: Corrections, *, minutes: float) -> Claimed:
    """The claims of the reports for about so many minutes of talk; essential ones come in whatever the length.

    A sentence that a correction declares wrong is no claim: the correction stands in its place.
    """
    notices = tuple({each.id: each for found in corrections.values() for each in found}.values())
    known = {notice.id for notice in notices}
    reports = [portion for portion in told if portion.article.id not in known]
    reports.sort(key=lambda portion: str(portion.article.issued or ""))  # what is newer is said later
    taken = [each for notice in notices for each in _of_notice(notice)]
    taken += [each for each in _picked(reports, minutes) if not _declared_wrong(each, corrections)]
    taken = [each for each in taken if not _out_of_date(each, taken)]
    claims: list[Claim] = []
    citations: list[Citation] = []
    for each in taken:
        number = len(claims) + 1
        cited = cite(each.article, number=number, start=each.start, end=each.end)
        text = as_said(cited)
        if text is not None:
            claims.append(Claim(number, text, (number,), each.why is not None, each.why, key_figure(text)))
            citations.append(cited)
    read = (*(portion.article.id for portion in reports), *(notice.id for notice in notices))
    return Claimed(tuple(claims), tuple(citations), tuple(dict.fromkeys(read)))


def key_figure(text: str) -> str | None:
    """The figure that tells most: money before shares before counts, the larger first; None: the text has none."""
    folded = fold(text)
    found = [
        (folded[atom.start : atom.end], atom.value)
        for atom in atoms_of(folded)
        if isinstance(atom.value, Quantity) and not atom.value.weak and not atom.value.ordinal
    ]
    ranked = [(_weight(value), words) for words, value in found if value.unit and value.value is not None]
    return max(ranked, key=lambda each: each[0])[1] if ranked else None


def stands_alone(claim: Claim) -> bool:
    """Whether the claim is understood without the one before it: it points at nothing and names something."""
    return _POINTS.match(claim.text) is None and any(fact.kind == "name" for fact in facts_of(claim.text))


def _weight(value: Quantity) -> tuple[int, float]:
    order = {"元": 3, "%": 2, "人": 1, "人次": 1}
    return order.get(value.unit or "", 0), value.value or 0.0


def _picked(reports: Sequence[Portion], minutes: float) -> list[_Taken]:
    """The sentences that tell most within the time, and the essential ones, in reading order."""
    extracts = condense(reports, length=int(minutes * _PER_MINUTE))
    chosen: dict[tuple[str, int, int], str | None] = {(e.article.id, e.start, e.end): None for e in extracts}
    for at, portion in enumerate(reports):
        for span, why in _essential(portion):
            text = portion.article.text[slice(*span)]
            key = (portion.article.id, *span)
            others = [_text(reports, k) for k in chosen if k != key] if at else []
            if key in chosen or not _repeats(text, others):
                chosen[key] = why
    taken = []
    for portion in reports:
        spans = spans_of(portion)
        for nth, span in enumerate(spans):
            key = (portion.article.id, *span)
            words = portion.article.text[slice(*span)]
            if key not in chosen or not _usable(words) or not (chosen[key] or _tells_facts(words)):
                continue
            if nth and _POINTS.match(portion.article.text[slice(*span)]):
                before = (portion.article.id, *spans[nth - 1])
                if before not in chosen and chosen[key] is None:
                    continue  # what it points at would not be said
                if before not in chosen and _usable(portion.article.text[slice(*spans[nth - 1])]):
                    taken.append(_Taken(portion.article, *spans[nth - 1], None))
            taken.append(_Taken(portion.article, *span, chosen[key]))
    return taken


def _essential(portion: Portion) -> list[tuple[tuple[int, int], str]]:
    """The sentence that tells most of the news, and those one must know to act on it."""
    salience = weigh_sentences([portion])
    sentences = [each for each in salience.sentences if _usable(portion.article.text[each.start : each.end])]
    if not sentences:
        return []
    weights = salience.weights

    def worth(each: Weighed) -> float:
        text = portion.article.text[each.start : each.end]
        told = sum(weights[pair] for pair in each.concepts) + _OWN * each.own
        return told * (_SCENIC if _SCENE.match(text) else 1.0)

    best = max(sentences, key=worth)
    found = [((best.start, best.end), _LEAD_FACT)]
    for each in sentences:
        text = portion.article.text[each.start : each.end]
        if each is not best and _MUST_KNOW.search(text):
            found.append(((each.start, each.end), _TO_ACT))
    return found


def _usable(text: str) -> bool:
    """Whether the sentence is whole: its quotation marks close, and it is more than what somebody said."""
    even = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    return even and not _SPEECH.match(text.lstrip())


def _tells_facts(text: str) -> bool:
    return any(fact.kind in ("figure", "date", "code", "name") for fact in facts_of(text))


def _text(reports: Sequence[Portion], key: tuple[str, int, int]) -> str:
    return next(p.article.text[key[1] : key[2]] for p in reports if p.article.id == key[0])


def _repeats(text: str, others: Sequence[str]) -> bool:
    """Whether another says nearly the same, and has its figures."""
    mine, figures = pairs_of(squash(text)), set(_FIGURE.findall(text))
    return any(
        len(mine & pairs_of(squash(other))) >= _REPEATS * max(len(mine), 1)
        and figures <= set(_FIGURE.findall(other))
        for other in others
    )


def _of_notice(notice: Article) -> list[_Taken]:
    spans = [span for span in sentence_spans(notice.text) if says_what_is_wrong(notice.text[slice(*span)])]
    right = [span for span in spans if _RIGHT.search(notice.text[slice(*span)])]
    return [_Taken(notice, start, end, CORRECTION) for start, end in right or spans]


def _declared_wrong(taken: _Taken, corrections: Corrections) -> bool:
    """Whether a correction of the article gives other figures or words than the sentence has."""
    letters = squash(taken.article.text[taken.start : taken.end])
    figures = set(_FIGURE.findall(taken.article.text[taken.start : taken.end]))
    for notice in corrections.get(taken.article.id, ()):
        read = read_notice(notice)
        right = set(_FIGURE.findall("".join(_RIGHT.findall(notice.text))))
        for wrong in read.wrong if read else ():
            gone = set(_FIGURE.findall(wrong)) - right
            if (gone and gone & figures) or squash(wrong) in letters:
                return True
    return False


def _out_of_date(taken: _Taken, others: Sequence[_Taken]) -> bool:
    """Whether it tells a number to ring that a newer report of those taken says has changed."""
    mine = _RINGING.search(taken.words)
    if mine is None or _CHANGED.search(taken.words):
        return False
    newer = [each for each in others if str(each.article.issued or "") > str(taken.article.issued or "")]
    return any((found := _CHANGED.search(each.words)) and found[1] == mine[1] for each in newer)
