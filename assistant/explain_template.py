"""The plain script: the claims in an audience's order and words, with what a speaker says around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.claims import CORRECTION, Claimed, stands_alone
from assistant.explain_check import Basis, check_line, lost
from assistant.explain_records import PRESENTER, Audience, Claim, Line, Part, Scene, ScriptForm
from assistant.frames import BOTH, MORE, differing, lead_of, opening_of, sources_of

_CARD_CHARS = 90  # of a card; a longer claim takes several
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")
_BREAK = re.compile(r"；|(?<=[^，。；]{12})，(?=(?:其中|同时|此外|另外|并且|另有|还有|目前|今后|如今))")


def plain_lines(
    basis: Basis, claimed: Claimed, *, audience: Audience, scene: Scene, form: ScriptForm, title: str
) -> tuple[Line, ...]:
    """The whole script: opening, body, ending. Every claim is told in the words of its paper."""
    body = body_lines(basis, claimed, audience=audience, form=form)
    return framed(body, claimed, audience=audience, scene=scene, title=title)


def framed(
    body: Sequence[Line], claimed: Claimed, *, audience: Audience, scene: Scene, title: str
) -> tuple[Line, ...]:
    """The body with the opening and the ending around it, numbered through."""
    everything = tuple(claim.number for claim in claimed.claims)
    first = tuple(claim.number for claim in claimed.claims if claim.essential) or everything
    ending = sources_of(claimed.citations) + scene.ending
    lines = (
        _line(PRESENTER, opening_of(audience, scene, title), first, "opening"),
        *body,
        _line(PRESENTER, ending, everything, "ending"),
    )
    return numbered(lines)


def numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, numbered from 1."""
    return tuple(
        Line(number, line.speaker, line.text, line.claims, line.part) for number, line in enumerate(lines, 1)
    )


def body_lines(basis: Basis, claimed: Claimed, *, audience: Audience, form: ScriptForm) -> tuple[Line, ...]:
    """A line a claim (a card may take several), in the audience's order; in a dialogue each with its question."""
    cited = {citation.number: citation for citation in claimed.citations}
    notes = differing(claimed)
    lines: list[Line] = []
    asked: list[str] = []
    last: str | None = None  # the article told last; None: none yet
    told: set[int] = set()
    for group in _groups(claimed, audience):
        if form == "dialogue":
            numbers = tuple(claim.number for claim in group)
            lines.append(_line(audience.listener, _question(group, audience, asked), numbers, "body"))
        for claim in group:
            source = cited[claim.citations[0]]
            lead = "" if source.article_id == last or form == "cards" else lead_of(source)
            last = source.article_id
            lines += claim_lines(claim, basis, audience=audience, form=form, lead=lead)
            told.add(claim.number)
            for one, other, note in notes:
                if claim.number in (one.number, other.number) and {one.number, other.number} <= told:
                    said = note if claim is other else BOTH
                    lines.append(_line(PRESENTER, said, (one.number, other.number), "body"))
    return tuple(lines)


def claim_lines(
    claim: Claim, basis: Basis, *, audience: Audience, form: ScriptForm, lead: str
) -> tuple[Line, ...]:
    """The claim in the audience's words, where the gate passes them, else in the paper's."""
    for text in (_broken(_worded(claim.text, audience), audience), _broken(claim.text, audience), claim.text):
        line = _line(PRESENTER, lead + text, (claim.number,), "body")
        alone = Basis((claim,), basis.citations, basis.frames)
        if not check_line(line, basis) and not lost((line,), alone):
            break
    if form != "cards" or len(line.text) <= _CARD_CHARS:
        return (line,)
    pieces = _pieces(line.text)
    return tuple(_line(PRESENTER, piece, (claim.number,), "body") for piece in pieces)


def restored(
    body: Sequence[Line], missing: Sequence[Claim], basis: Basis, *, audience: Audience, form: ScriptForm
) -> tuple[Line, ...]:
    """The body with the claims that it lost, in the paper's words, each behind the claims before it."""
    lines = list(body)
    for claim in missing:
        kept = [line for line in lines if line.claims != (claim.number,)]
        lines = kept if form != "dialogue" else lines
        places = [at for at, line in enumerate(lines) if max(line.claims) <= claim.number]
        at = places[-1] + 1 if places else 0
        if form == "dialogue" and at < len(lines) and lines[at - 1].speaker != PRESENTER and at:
            at += 1
        added = list(claim_lines(claim, basis, audience=audience, form=form, lead=""))
        if form == "dialogue":
            added.insert(0, _line(audience.listener, MORE[claim.number % len(MORE)], (claim.number,), "body"))
        lines[at:at] = added
    return tuple(lines)


def _line(speaker: str, text: str, claims: tuple[int, ...], part: Part) -> Line:
    return Line(0, speaker, text, claims, part)


def _groups(claimed: Claimed, audience: Audience) -> list[list[Claim]]:
    """Claims that belong together: one that cannot be understood alone stays behind the one before it."""
    cited = {citation.number: citation.article_id for citation in claimed.citations}
    groups: list[list[Claim]] = []
    for claim in claimed.claims:
        same = groups and cited[groups[-1][-1].citations[0]] == cited[claim.citations[0]]
        if same and not stands_alone(claim):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return _first_asked(groups, claimed, audience)


def _first_asked(groups: Sequence[list[Claim]], claimed: Claimed, audience: Audience) -> list[list[Claim]]:
    """Corrections, then what the audience asks first, of several the newest, then the rest in reading order."""
    issued = {citation.number: str(citation.issued or "") for citation in claimed.citations}
    corrections = [group for group in groups if group[0].why == CORRECTION]
    rest = [group for group in groups if group not in corrections]
    if not rest:
        return corrections
    best = min(_rank(group, audience) for group in rest)
    asked = [group for group in rest if _rank(group, audience) == best < len(audience.asks)]
    first = max(asked, key=lambda group: issued[group[0].citations[0]], default=rest[0])
    return [*corrections, first, *(group for group in rest if group is not first)]


def _rank(group: Sequence[Claim], audience: Audience) -> int:
    text = group[0].text
    return next(
        (at for at, ask in enumerate(audience.asks) if any(word in text for word in ask.words)),
        len(audience.asks),
    )


def _question(group: Sequence[Claim], audience: Audience, asked: list[str]) -> str:
    """A question that the claims answer and that was not asked yet."""
    text = "".join(claim.text for claim in group)
    fitting = [ask.question for ask in audience.asks if any(word in text for word in ask.words)]
    free = [question for question in (*fitting, *MORE) if question not in asked]
    question = free[0] if free else MORE[len(asked) % len(MORE)]
    asked.append(question)
    return question


def _worded(text: str, audience: Audience) -> str:
    """The text in the audience's words, quotations and titles left as they are."""
    kept = [match.span() for match in _QUOTED.finditer(text)]
    for word, plain in audience.vocabulary:
        parts = []
        at = 0
        for match in re.finditer(re.escape(word), text):
            inside = any(start <= match.start() < end for start, end in kept)
            parts += [text[at : match.start()], word if inside else plain]
            at = match.end()
        text = "".join([*parts, text[at:]])
        kept = [match.span() for match in _QUOTED.finditer(text)]
    return text


def _broken(text: str, audience: Audience) -> str:
    """A long sentence ended where a statement of its own begins."""
    if len(text) <= audience.sentence_chars:
        return text
    kept = [match.span() for match in _QUOTED.finditer(text)]
    return _BREAK.sub(
        lambda match: match.group() if any(a <= match.start() < b for a, b in kept) else "。", text
    )


def _pieces(text: str) -> list[str]:
    """Whole sentences gathered into cards."""
    pieces: list[str] = []
    for sentence in re.findall(r"[^。；]*[。；]?", text):
        if not sentence:
            continue
        if pieces and len(pieces[-1]) + len(sentence) <= _CARD_CHARS:
            pieces[-1] += sentence
        else:
            pieces.append(sentence)
    return [f"{piece[:-1]}。" if piece.endswith("；") else piece for piece in pieces]
