"""A chat model words the claims; what the gate does not pass is asked for once more, then cut, and what was lost put back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.chat import ChatModel, Message, Reply
from assistant.chat.metered import Price
from assistant.claims import Claimed
from assistant.errors import ChatError
from assistant.explain_check import Basis, Loss, attributed, check, lost
from assistant.explain_records import PRESENTER, Audience, Cut, Line, Scene, ScriptForm
from assistant.explain_template import restored
from assistant.frames import BOTH, differing, lead_of
from assistant.prompts import Prompt
from assistant.records import Spent
from assistant.script_reply import read_lines
from assistant.spending import spent_on
from assistant.writing import asking_again
from vectorstore.token_count import count_tokens

_SPARE = 300  # tokens of a reply beside twice those of the claims; a model that goes on and on is cut off
_ENDED = re.compile(r"[。！？!?”\]】]\s*\Z")
_LENGTH = 1.4  # characters of a script for one of its claims


@dataclass(frozen=True, slots=True)
class ScriptWriter:
    """A chat model with its instructions."""

    chat: ChatModel
    prompts: Mapping[ScriptForm, Prompt]
    again: Prompt
    max_tokens: int
    price: Price | None = None  # None: costs are not counted


@dataclass(frozen=True, slots=True)
class Written:
    """The body of a script as a model worded it, put right."""

    lines: tuple[Line, ...]  # empty: nothing the model wrote may stand
    cut: tuple[Cut, ...]
    usage: Spent


def write_body(
    basis: Basis,
    claimed: Claimed,
    *,
    writer: ScriptWriter,
    audience: Audience,
    scene: Scene,
    form: ScriptForm,
) -> Written:
    """The body. Raises ChatError where the first reply does not come.

    A reply with faults is asked for once more with the reasons; of the two the one with fewer faults is taken, its
    offending lines are cut and listed, and claims that are lost are told in their papers' words.
    """
    messages = _messages(claimed, writer=writer, audience=audience, scene=scene, form=form)
    room = min(writer.max_tokens, _SPARE + 2 * sum(count_tokens(claim.text) for claim in claimed.claims))
    first = writer.chat.reply(messages, max_tokens=room)
    best = _read(first, basis, audience=audience, form=form)
    used = [first.usage]
    if best.problems:
        second = _again(messages, first, best, writer=writer, room=room)
        if second is not None:
            used.append(second.usage)
            other = _read(second, basis, audience=audience, form=form)
            best = min(best, other, key=lambda draft: (not draft.lines, draft.problems))
    return _put_right(best, basis, claimed, audience=audience, form=form, usage=spent_on(used, writer.price))


@dataclass(frozen=True, slots=True)
class _Draft:
    lines: tuple[Line, ...]
    faults: Mapping[int, tuple[str, ...]]  # by line number
    losses: tuple[Loss, ...]

    @property
    def problems(self) -> int:
        return len(self.faults) + len(self.losses)


def _read(reply: Reply, basis: Basis, *, audience: Audience, form: ScriptForm) -> _Draft:
    lines = read_lines(reply.text, form=form, listener=audience.listener)
    if reply.finish != "stop" and not _ENDED.search(reply.text):
        lines = lines[:-1]  # it was cut off amid a line
    lines = tuple(attributed(line, basis) for line in lines)
    faults = {fault.line: fault.reasons for fault in check(lines, basis)}
    sound = [line for line in lines if line.number not in faults]
    return _Draft(lines, faults, lost(sound, basis))


def _again(
    messages: Sequence[Message], first: Reply, draft: _Draft, *, writer: ScriptWriter, room: int
) -> Reply | None:
    """The second reply; None: it did not come, and the first is all there is."""
    by_number = {line.number: line for line in draft.lines}
    failed = [f"“{by_number[at].text}”：{'；'.join(reasons)}" for at, reasons in draft.faults.items()]
    failed += [f"要点[{loss.claim.number}]：{'；'.join(loss.reasons)}" for loss in draft.losses]
    asked = asking_again(messages, first.text, failed=failed, prompt=writer.again)
    try:
        return writer.chat.reply(asked, max_tokens=room)
    except ChatError:
        return None


def _put_right(
    draft: _Draft, basis: Basis, claimed: Claimed, *, audience: Audience, form: ScriptForm, usage: Spent
) -> Written:
    cut = [Cut(line.text, draft.faults[line.number]) for line in draft.lines if line.number in draft.faults]
    kept = tuple(line for line in draft.lines if line.number not in draft.faults)
    # A question whose answer was cut goes with it.
    while faults := {fault.line: fault.reasons for fault in check(kept, basis)}:
        cut += [Cut(line.text, faults[line.number]) for line in kept if line.number in faults]
        kept = tuple(line for line in kept if line.number not in faults)
    missing = [loss.claim for loss in lost(kept, basis)]
    if len(missing) == len(basis.claims):
        return Written((), tuple(cut), usage)  # none of it tells anything
    body = kept
    if missing:
        body = restored(kept, missing, basis, audience=audience, form=form)
    return Written(_noted(_sourced(body, basis, form), claimed), tuple(cut), usage)


def _sourced(body: Sequence[Line], basis: Basis, form: ScriptForm) -> tuple[Line, ...]:
    """The body with 据《…》 before what the presenter says first of each article; cards name their sources below."""
    lines = []
    last: str | None = None  # the article told last; None: none yet
    for line in body:
        claim = basis.claim(line.claims[0])
        if form == "cards" or line.speaker != PRESENTER or claim is None:
            lines.append(line)
            continue
        cited = basis.cited(claim)
        lead = lead_of(cited)
        fresh = cited.article_id != last and not line.text.startswith(lead)
        lines.append(replace(line, text=f"{lead}{line.text}") if fresh else line)
        last = cited.article_id
    return tuple(lines)


def _noted(body: Sequence[Line], claimed: Claimed) -> tuple[Line, ...]:
    """The body with what is to be said where two reports differ, behind the later of the two."""
    lines = list(body)
    for one, other, note in differing(claimed):
        places = [at for at, line in enumerate(lines) if {one.number, other.number} & set(line.claims)]
        if places:
            ordered = other.number in lines[places[-1]].claims
            said = Line(0, PRESENTER, note if ordered else BOTH, (one.number, other.number), "body")
            lines.insert(places[-1] + 1, said)
    return tuple(lines)


def _messages(
    claimed: Claimed, *, writer: ScriptWriter, audience: Audience, scene: Scene, form: ScriptForm
) -> tuple[Message, ...]:
    listed = "\n".join(f"[{claim.number}] {claim.text}" for claim in claimed.claims)
    values = {
        "audience": audience.name,
        "scene": scene.name,
        "manner": f"{audience.manner}{scene.manner}",
        "asks": "".join(ask.question for ask in audience.asks),
        "claims": listed,
        "length": str(int(_LENGTH * sum(len(claim.text) for claim in claimed.claims))),
    }
    if form == "dialogue":
        values["listener"] = audience.listener
    system, user = writer.prompts[form].fill(values)
    return Message("system", system), Message("user", user)
