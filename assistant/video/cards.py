"""What the screen shows while each utterance is heard: title, claim with its key figure, or the sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.explain_records import PRESENTER, Claim, Line, Script
from assistant.records import Citation
from assistant.voice.recording import Voiced

_MOST_SOURCES = 3  # on one card
_MOST_POINTS = 4
_TRAILING = "，、；：,;:—"  # not shown at the end of a subtitle


@dataclass(frozen=True, slots=True)
class Card:
    """One slide."""

    heading: str  # small, above; empty: none
    figure: str  # the claim's key figure; empty: it has none
    text: str
    points: tuple[str, ...]  # key figures of what is to come; only the title card has them
    sources: tuple[str, ...]  # 《paper》date page headline


@dataclass(frozen=True, slots=True)
class Scene:
    """What is seen from one utterance to the next."""

    start: float  # seconds
    end: float
    card: Card
    subtitle: str
    speaker: str  # empty: the presenter
    presenter: bool  # the presenter is the one who speaks


def scenes(script: Script, voiced: Voiced) -> tuple[Scene, ...]:
    """The scenes of the whole sound, without a gap."""
    lines = {line.number: line for line in script.lines}
    heard = voiced.subtitles
    starts = [0.0, *(timing.start for timing in heard[1:])]
    ends = [*starts[1:], voiced.seconds]
    found: list[Scene] = []
    for timing, start, end in zip(heard, starts, ends, strict=True):
        line = lines.get(timing.line)
        own = line is None or line.speaker == PRESENTER
        card = _notice(script, draft=voiced.draft) if line is None else _card(script, line, timing.text)
        found.append(
            Scene(
                start,
                end,
                card,
                timing.text.rstrip(_TRAILING),
                "" if own or line is None else line.speaker,
                own,
            )
        )
    return tuple(found)


def source_line(citation: Citation) -> str:
    """《paper》2024年9月12日 第2版《headline》, as far as it is known."""
    paper = f"《{citation.publication}》" if citation.publication else "报纸 "
    issued = citation.issued
    day = f"{issued.year}年{issued.month}月{issued.day}日" if issued else ""
    page = f"第{citation.page}版" if citation.page else ""
    headline = f"《{citation.headline}》" if citation.headline else "（标题缺失）"
    return " ".join(part for part in (paper + day, page, headline) if part)


def _notice(script: Script, *, draft: bool) -> Card:
    """The label as GB 45438-2025 wants it at the beginning of a video: large, and for two seconds at least."""
    said = "声音和画面由人工智能合成；所讲的要点出自报纸，逐条注明出处。"
    return Card(
        "说明",
        "人工智能生成",
        f"{said}本片是草稿，未经审定，请勿传播。" if draft else said,
        (),
        tuple(_sources(script.citations)),
    )


def _title(script: Script) -> Card:
    bare = script.title.removeprefix("小宣讲：").removeprefix("小宣讲:")
    figures = dict.fromkeys(claim.figure for claim in script.claims if claim.figure)
    told = f"讲给{script.audience_name}" if script.audience_name else "小宣讲"
    return Card(told, "", bare, tuple(figures)[:_MOST_POINTS], tuple(_sources(script.citations)))


def _card(script: Script, line: Line, heard: str) -> Card:
    if line.part != "body":
        return _title(script)
    claims = [claim for claim in script.claims if claim.number in line.claims]
    if not claims:
        return _title(script)
    claim = _heard_claim(claims, heard)
    cited = [citation for citation in script.citations if citation.number in claim.citations]
    heading = "本条要点" if claim.essential else "补充"
    return Card(heading, claim.figure or "", claim.text, (), tuple(_sources(cited)))


def _heard_claim(claims: list[Claim], heard: str) -> Claim:
    """Of a line's claims the one that shares most pairs of characters with the words heard."""
    pairs = {heard[at : at + 2] for at in range(len(heard) - 1)}
    return max(claims, key=lambda claim: sum(pair in claim.text for pair in pairs))


def _sources(citations: tuple[Citation, ...] | list[Citation]) -> Iterator[str]:
    told: dict[str, None] = {}
    for citation in citations:
        told.setdefault(source_line(citation))
    listed = list(told)
    yield from listed[:_MOST_SOURCES]
    if len(listed) > _MOST_SOURCES:
        yield f"等共 {len(listed)} 篇报道"
