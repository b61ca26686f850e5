"""What a session of the chat page remembers: the conversation, the source opened, what may be searched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.conversations import Conversations
from assistant.errors import ConversationError
from assistant.records import Answer, Citation
from vectorstore.records import Filter

_LINK = "conversation"  # in the page's address
FILTERS = ("since", "until", "publication", "page")


def settle(kept: Conversations) -> None:
    """Have every value there; the conversation of the address is opened, one that is gone is closed."""
    state = st.session_state
    linked = st.query_params.get(_LINK, "")
    # its id; None: a new one, begun with its first question
    state.setdefault("conversation", int(linked) if linked.isdecimal() else None)
    state.setdefault("opened", None)  # the citation opened: (turn, number); None: none
    state.setdefault(
        "waiting", None
    )  # (conversation, question) to be asked when the answer under way is there
    state.setdefault("whole", False)  # whether the turns of long ago are shown
    for name in FILTERS:
        state.setdefault(f"only-{name}", None)  # None: any
        state[f"only-{name}"] = state[
            f"only-{name}"
        ]  # kept while the page is another: its widget is not there
    if state.conversation is not None:
        try:
            kept.find(state.conversation)
        except ConversationError:
            st.toast("这段对话打不开：已经删除，或者不是您的对话。")
            open_conversation(None)
    _link()


def conversation() -> int | None:
    """The conversation that is open; None: a new one."""
    number: int | None = st.session_state.conversation
    return number


def open_conversation(number: int | None) -> None:
    """Open this conversation, or (None) a new one."""
    st.session_state.conversation = number
    st.session_state.opened = None
    st.session_state.whole = False
    _link()


def opened() -> tuple[int, int] | None:
    """The source that is open, as turn and number; None: none is."""
    source: tuple[int, int] | None = st.session_state.opened
    return source


def cited(answers: Sequence[Answer]) -> Citation | None:
    """The citation that is open, of a conversation's answers; None: none is."""
    if (source := opened()) is None or source[0] > len(answers):
        return None
    turn, number = source
    return next((each for each in answers[turn - 1].citations if each.number == number), None)


def open_source(turn: int, number: int) -> None:
    """Open a source of a turn."""
    st.session_state.opened = (turn, number)


def close_source() -> None:
    """Close the source that is open."""
    st.session_state.opened = None


def admitted() -> Filter:
    """What the reader's filters admit."""
    since: date | None = st.session_state["only-since"]
    until: date | None = st.session_state["only-until"]
    publication: str | None = st.session_state["only-publication"]
    page: str | None = st.session_state["only-page"]
    return Filter(since=since, until=until, publication=publication, page=(page or "").strip() or None)


def note_asked(turn: int) -> None:
    """Note which turn was asked last: its answer is brought into view."""
    st.session_state.asked = (conversation(), turn)


def arrival(number: int, turn: int) -> str:
    """A name for the answer that was asked for last, once in this session; empty for any other."""
    return f"{number}-{turn}" if st.session_state.get("asked") == (number, turn) else ""


def wait_with(question: str) -> None:
    """Keep a question until the answer under way is there."""
    st.session_state.waiting = (conversation(), question)


def waiting() -> str | None:
    """The question that waits in this conversation; None: none does."""
    kept: tuple[int | None, str] | None = st.session_state.waiting
    return kept[1] if kept and kept[0] == conversation() else None


def no_longer_waiting() -> None:
    """Forget the question that waits."""
    st.session_state.waiting = None


def _link() -> None:
    number = conversation()
    if number is None:
        st.query_params.pop(_LINK, None)
    else:
        st.query_params[_LINK] = str(number)
