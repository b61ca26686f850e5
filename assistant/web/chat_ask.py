"""A question on its way: put into the conversation and answered behind the page."""

from __future__ import annotations

from datetime import date
from functools import partial

from assistant.background import View
from assistant.conversations import Conversations
from assistant.converse import Asked, begin_turn, converse
from assistant.web import chat_state, resources

_SOON = 0.4  # seconds in which an answer without a model is there


def job_of(conversation: int) -> str:
    """The name of the job that answers in a conversation."""
    return f"answer-{conversation}"


def under_way(conversation: int | None) -> View | None:
    """The job that answers in this conversation now; None: none does."""
    if conversation is None:
        return None
    view = resources.background().find(job_of(conversation))
    return view if view is not None and view.going else None


def put_question(
    question: str, *, kept: Conversations, turn: int | None = None, heed_dates: bool = True
) -> None:
    """Ask in the open conversation, or in a new one; `turn`: in the place of that turn, None: at the end.

    Where an answer is under way, the question waits for it. Raises StoreError, AssistantError.
    """
    conversation = chat_state.conversation()
    if under_way(conversation) is not None:
        chat_state.wait_with(question)
        return
    asking = resources.asking()
    if conversation is None:
        conversation = kept.start(question).id
        chat_state.open_conversation(conversation)
    if turn is None:
        turn = begin_turn(question, kept=kept, conversation=conversation)
    chat_state.note_asked(turn)
    asked = Asked(question, chat_state.admitted(), asking.store.extent().last or date.today(), heed_dates)
    work = partial(
        converse,
        asked,
        using=asking,
        kept=kept,
        conversation=conversation,
        turn=turn,
    )
    background = resources.background()
    background.start(job_of(conversation), lambda job: work(job=job), title="回答")
    background.wait(job_of(conversation), _SOON)
