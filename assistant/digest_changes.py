"""Figures that an earlier report of an event gave differently. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.citations import cite
from assistant.newer import differ
from assistant.portions import Portion, spans_of
from assistant.records import Citation, Sentence
from vectorstore.corrections import says_what_is_wrong


def changed_figures(
    sentences: Sequence[Sentence], before: Sequence[Portion]
) -> Iterator[tuple[Sentence, Citation]]:
    """Each sentence beside the earlier one, as a citation numbered 1, that gave the matter other figures."""
    for now in sentences:
        for portion in before:
            text = portion.article.text
            for start, end in spans_of(portion):
                if differ(now.text, text[start:end]) and not says_what_is_wrong(text[start:end]):
                    yield now, cite(portion.article, number=1, start=start, end=end)
                    break
