"""Takes a reasoning model's thoughts out of its reply, piece by piece. Pure."""

from __future__ import annotations

OPEN, CLOSE = "<think>", "</think>"


class ThoughtFilter:
    """Feed it the raw text in any pieces; it gives back what is answer.

    Thoughts stand in `<think>…</think>`. A model whose template already opened the mark sends only the
    closing one: `hidden=True` holds everything back until it comes, or `finish` finds that it never does.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        self.answer = ""  # the answer so far
        self.unopened = False  # a closing mark came without its opening one
        self._inside = hidden
        self._assumed = hidden  # inside only because the caller said so
        self._held = ""  # raw text not yet decided on
        self._shown = ""  # what the present call settled

    def feed(self, text: str) -> str:
        """The part of the answer that `text` settles; may be empty."""
        self._held += text
        self._shown = ""
        while self._leave() if self._inside else self._enter():
            pass
        return self._shown

    def finish(self) -> str:
        """The rest of the answer, once the text has ended."""
        rest, self._held = self._held.rstrip(), ""
        self._shown = ""
        if not self._inside or self._assumed:
            self._show(rest)
        return self._shown

    def trust(self) -> None:
        """The endpoint keeps thoughts apart by itself: stop waiting for a closing mark."""
        if self._assumed:
            self._inside = self._assumed = False

    def _enter(self) -> bool:
        """Show text up to the next mark; True when one was crossed."""
        marks = [(at, mark) for mark in (OPEN, CLOSE) if (at := self._held.find(mark)) >= 0]
        if not marks:
            settled = len(self._held) - _undecided(self._held)
            self._show(self._held[:settled])
            self._held = self._held[settled:]
            return False
        at, mark = min(marks)
        if mark == OPEN:
            self._show(self._held[:at].rstrip())
            self._inside = True
        else:  # everything up to here was thought
            self.answer, self._shown, self.unopened = "", "", True
        self._held = self._held[at + len(mark) :]
        return True

    def _leave(self) -> bool:
        """Drop thoughts up to the closing mark; True when it was crossed."""
        at = self._held.find(CLOSE)
        if at < 0:
            if not self._assumed:
                self._held = self._held[-len(CLOSE) :]
            return False
        self.unopened = self.unopened or self._assumed
        self._held = self._held[at + len(CLOSE) :]
        self._inside = self._assumed = False
        return True

    def _show(self, text: str) -> None:
        shown = text if self.answer else text.lstrip()
        self.answer += shown
        self._shown += shown


def _undecided(text: str) -> int:
    """Length of the end of `text` that may be white space before the end, or the start of a mark."""
    longest = min(len(CLOSE) - 1, len(text))
    whole = next((n for n in range(longest, 0, -1) if _starts_mark(text[-n:])), 0)
    return len(text) - len(text[: len(text) - whole].rstrip())


def _starts_mark(tail: str) -> bool:
    return OPEN.startswith(tail) or CLOSE.startswith(tail)
