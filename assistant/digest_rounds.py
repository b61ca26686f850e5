"""Digests whose model replies come in batches: made as far as the replies are there, as often as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.batch_digest import Outcome
from assistant.chat.batch_rounds import BatchRounds, Report
from assistant.chat.queued import QueuedChat


def run_rounds(
    run: Callable[[], Iterator[Outcome]], *, chat: QueuedChat, rounds: BatchRounds, report: Report
) -> Iterator[Outcome]:
    """Each part's outcome once. `run` tries all parts that are not done. Raises ChatError where a batch cannot be
    sent, or is still under way when the run is told to stop.

    What a part asks for depends on earlier replies (notes, then the summary, then the headline line), so that it
    takes a round for each; in every round one batch holds what all parts wait for.
    """
    rounds.resume(chat, report)
    ended: set[str] = set()
    while True:
        left = []
        for outcome in run():
            if outcome.error is not None:
                left.append(outcome)
            elif outcome.part.name not in ended:
                ended.add(outcome.part.name)
                yield outcome
        if not chat.waiting:
            yield from left
            return
        rounds.answer(chat, report)
