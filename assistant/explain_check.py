"""The gate of scripts: no fact that no claim has, no essential claim lost, the same facts for every audience. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.explain_records import PRESENTER, Claim, Line, Script
from assistant.facts import Fact, facts_of, lacking, tally
from assistant.orders import find_orders
from assistant.records import Citation
from assistant.spoken_words import is_spoken
from assistant.verdict import Source
from assistant.verify import support, verify
from assistant.verify.addresses import addresses, strays
from assistant.verify.tokens import fold, tokenise
from vectorstore.sentences import split_sentences

_SUBSTANCE = 1.4  # weight of words beside the spoken ones from which a sentence says something
_NEAR = 0.4  # share of a line that a claim must bear out to be named in its place
_WIDEST = 2  # claims added to those that a line names
_TOLD = 0.55  # share of a claim that the lines which name it must bear out
_MARK_UP = re.compile(r"[<>{}]|\*\*|^#+ |```")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line."""

    line: int
    reasons: tuple[str, ...]  # in Chinese, never empty


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim that the lines do not tell, or not whole."""

    claim: Claim
    reasons: tuple[str, ...]  # in Chinese, never empty


@dataclass(frozen=True, slots=True)
class Basis:
    """What lines are held against: the claims, their sources, and what a program says around them."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    frames: tuple[str, ...]  # greetings, openings, endings, namings of sources: said as they are, not judged

    def claim(self, number: int) -> Claim | None:
        """The claim of this number; None: there is none."""
        return next((claim for claim in self.claims if claim.number == number), None)

    def source(self, claim: Claim) -> Source:
        """The claim as the sentence gate reads a source."""
        cited = self.cited(claim)
        return Source(claim.number, claim.text, cited.headline, cited.issued, cited.publication)

    def cited(self, claim: Claim) -> Citation:
        """The first citation of a claim."""
        return next(citation for citation in self.citations if citation.number in claim.citations)

    def issued(self, claims: Sequence[Claim]) -> date | None:
        """The newest day of issue of the claims; None: not known."""
        days = [day for claim in claims if (day := self.cited(claim).issued)]
        return max(days, default=None)

    def bare(self, text: str) -> str:
        """The text without what a program says around the claims."""
        for frame in sorted(self.frames, key=len, reverse=True):
            text = text.replace(frame, "")
        return text.strip("，,、：: \n")


def check(lines: Sequence[Line], basis: Basis) -> tuple[Fault, ...]:
    """The lines that must not stand, each with its reasons."""
    faults = []
    for at, line in enumerate(lines):
        reasons = check_line(line, basis)
        if line.speaker != PRESENTER and not _answered(lines, at):
            reasons = (*reasons, "这个问题后面没有小宣依据同一条要点的回答")
        if reasons:
            faults.append(Fault(line.number, reasons))
    return tuple(faults)


def check_line(line: Line, basis: Basis) -> tuple[str, ...]:
    """Why the line must not stand, in Chinese; () where it may."""
    claims = [claim for number in line.claims if (claim := basis.claim(number)) is not None]
    if not claims or len(claims) < len(line.claims):
        return ("没有写明依据哪条要点",)
    told = "\n".join(claim.text for claim in claims)
    if _MARK_UP.search(line.text) or find_orders(line.text):
        return ("有不该念出来的记号或命令",)
    if other := strays(addresses(line.text), addresses(told)):
        return (f"要点里没有这个网址：{other[0]}",)
    bare = basis.bare(line.text)
    added = lacking(facts_of(bare), told, basis.issued(claims))
    reasons = [f"{fact.said}在所依据的要点里没有" for fact in added]
    theirs = tally(told)
    if any(count > theirs[key] > 0 for key, count in tally(bare).items()):
        reasons.append("同一个数字、时间或条件比要点里多说了一次")
    sources = [basis.source(claim) for claim in claims]
    for sentence in split_sentences(bare):
        if sentence.rstrip("”’」』）) ").endswith(("？", "?")) or not _says_something(sentence):
            continue
        judged = verify(sentence, sources)
        if judged.verdict != "supported":
            reasons.append(judged.reason or "所依据的要点没有这样说")
    return tuple(dict.fromkeys(reasons))


def attributed(line: Line, basis: Basis) -> Line:
    """The line with the claims it rests on: the one that bears it out alone, else those it names, else others."""
    if len(line.claims) <= 1 and not check_line(line, basis):
        return line
    named = tuple(number for number in line.claims if basis.claim(number) is not None)
    borne = {claim.number: support(line.text, basis.source(claim)) for claim in basis.claims}
    near = [claim for claim in basis.claims if borne[claim.number] == max(borne.values()) >= _NEAR][:1]
    first = named or tuple(claim.number for claim in near)
    alone = [(claim.number,) for claim in near]
    for numbers in (*alone, line.claims, _widened(line, first, basis)):
        other = replace(line, claims=numbers)
        if not check_line(other, basis):
            return other
    return line


def _widened(line: Line, numbers: tuple[int, ...], basis: Basis) -> tuple[int, ...]:
    """The numbers, with those of claims that have the facts which these lack."""
    for _ in range(_WIDEST):
        claims = [claim for claim in basis.claims if claim.number in numbers]
        told = "\n".join(claim.text for claim in claims)
        gone = lacking(facts_of(basis.bare(line.text)), told, basis.issued(claims))
        others = [claim for claim in basis.claims if claim.number not in numbers]
        held = {claim.number: len(gone) - len(lacking(gone, claim.text, None)) for claim in others}
        best = max(held, key=lambda number: held[number], default=0)
        if not gone or not held.get(best):
            break
        numbers = (*numbers, best)
    return tuple(sorted(numbers))


def lost(lines: Sequence[Line], basis: Basis) -> tuple[Loss, ...]:
    """The claims that are not told whole."""
    losses = []
    for claim in basis.claims:
        told = told_of(lines, claim, basis)
        if not told:
            losses.append(Loss(claim, ("没有讲到",)))
            continue
        issued = basis.cited(claim).issued
        missing = lacking(_kept(facts_of(claim.text)), told, issued)
        reasons = [f"漏了{fact.said}" for fact in missing]
        if (
            not reasons
            and support(claim.text, replace(basis.source(claim), text=told, headline=None)) < _TOLD
        ):
            reasons = ["没有讲全"]
        if reasons:
            losses.append(Loss(claim, tuple(reasons)))
    return tuple(losses)


def told_of(lines: Sequence[Line], claim: Claim, basis: Basis) -> str:
    """What the presenter says of a claim in the body; empty: nothing."""
    return "\n".join(
        bare
        for line in lines
        if line.part == "body" and line.speaker == PRESENTER and claim.number in line.claims
        if (bare := basis.bare(line.text))
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and which of its facts each script tells."""

    claim: Claim
    facts: tuple[str, ...]
    told: tuple[tuple[str, tuple[str, ...]], ...]  # (audience, facts told)

    @property
    def identical(self) -> bool:
        """Whether every audience is told all of them."""
        return all(told == self.facts for _, told in self.told)


def facts_table(scripts: Sequence[tuple[Script, Basis]]) -> tuple[Row, ...]:
    """Claims × audiences for scripts that were made from the same claims; () for none."""
    if not scripts:
        return ()
    rows = []
    for claim in scripts[0][1].claims:
        facts = _kept(facts_of(claim.text))
        told = []
        for script, basis in scripts:
            text = told_of(script.lines, claim, basis)
            gone = lacking(facts, text, basis.cited(claim).issued)
            told.append((script.audience, tuple(fact.text for fact in facts if fact not in gone and text)))
        rows.append(Row(claim, tuple(fact.text for fact in facts), tuple(told)))
    return tuple(rows)


def _kept(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that a retelling must keep: words that open something to a person may be put otherwise."""
    return tuple(fact for fact in facts if fact.kind != "promise")


def _answered(lines: Sequence[Line], at: int) -> bool:
    """Whether the presenter speaks next, on a claim that the question names."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return (
        following is not None
        and following.speaker == PRESENTER
        and bool(set(following.claims) & set(lines[at].claims))
    )


def _says_something(sentence: str) -> bool:
    tokens = tokenise(fold(sentence))
    return sum(token.weight for token in tokens if not is_spoken(token.text)) >= _SUBSTANCE
