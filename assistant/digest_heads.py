"""The headline line of a digest without a chat model: headlines that tell their news, else a sentence that does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.citations import cite
from assistant.condense import condense
from assistant.corrections import Corrections
from assistant.digest_records import Item
from assistant.events import Event
from assistant.judging import source_of
from assistant.records import Citation, Sentence
from assistant.salience import sets_scene
from assistant.summarise import declared_wrong, quoting
from assistant.verify import support, verify
from vectorstore.corrections import says_what_is_wrong

HEADLINE_CHARS = 60
_SENTENCE_CHARS = 80


def telling_headline(item: Item, citations: Sequence[Citation]) -> Sentence | None:
    """The item's headline, where the item's sentences bear it out without its help; None: it is a play of words
    that tells nothing by itself, or tells more than the sentences do."""
    used = {number for sentence in item.sentences for number in sentence.citations}
    told = [each for each in citations if each.number in used and not says_what_is_wrong(each.quote)]
    sources = [replace(source_of(each), headline=None) for each in told]
    sources.sort(key=lambda source: -support(item.headline, source))
    for source in sources[:1]:
        if verify(item.headline, [source]).verdict == "supported":
            return Sentence(item.headline, (source.number,), "supported")
    return None


def telling_sentence(event: Event, corrections: Corrections) -> tuple[Sentence, Citation] | None:
    """The one sentence of the event's reports that tells most, with its citation, numbered 1; None: there is none."""
    wrong = declared_wrong(corrections)
    taken = condense(
        event.told,
        length=_SENTENCE_CHARS,
        most=1,
        wrong=lambda text: wrong.found_in(text) or sets_scene(text),
    )
    if not taken:
        return None
    cited = cite(taken[0].article, number=1, start=taken[0].start, end=taken[0].end)
    return quoting(cited), cited
