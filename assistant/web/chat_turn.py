"""A question with its answer: sentences with marks, sources, what was searched, what the reader thinks of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.background import View
from assistant.conversations import Conversations, Feedback
from assistant.converse import Growing
from assistant.records import Answer
from assistant.web import chat_state, resources
from assistant.web.chat_ask import put_question
from assistant.web.prose import prose
from assistant.web.render import (
    answer_foot,
    answer_head,
    answer_parts,
    button_label,
    copied_text,
    plain_label,
    sentence_parts,
)

_POLL = 0.4  # seconds between two looks at an answer under way
_LIKED, _DISLIKED = "liked", "disliked"
_THUMBS = {_LIKED: ":material/thumb_up: 有用", _DISLIKED: ":material/thumb_down: 没用"}
_REASONS = ("答非所问", "出处不对", "有遗漏", "内容过时", "文字不通")


def show_question(question: str) -> None:
    """A question as the reader put it."""
    with st.chat_message("user", avatar=":material/person:"):
        st.text(question)


def show_answer(
    answer: Answer, *, turn: int, conversation: int, kept: Conversations, feedback: Feedback | None
) -> None:
    """An answer that is not being written."""
    with st.chat_message("assistant", avatar=":material/newspaper:"):
        prose(
            f"answer-{conversation}-{turn}",
            answer_parts(answer),
            head=answer_head(answer),
            after=answer_foot(answer),
            copied=copied_text(answer) if answer.model else "",
            reveal=chat_state.arrival(conversation, turn),
            open_mark=partial(chat_state.open_source, turn),
        )
        show_sources(answer, turn)
        if answer.model:
            _thumbs(turn, conversation, kept, feedback)


def show_sources(answer: Answer, turn: int) -> None:
    """The sources by name, a button each."""
    if not answer.citations:
        return
    with st.container(horizontal=True, key=f"sources-{turn}"):
        for citation in answer.citations:
            st.button(
                button_label(citation),
                key=f"cite-{turn}-{citation.number}",
                type="tertiary",
                on_click=chat_state.open_source,
                args=(turn, citation.number),
            )


def show_growing(view: View, *, turn: int, conversation: int) -> None:
    """An answer while it is written: looked at again and again, without running the rest of the page."""
    with st.chat_message("assistant", avatar=":material/newspaper:"):
        st.fragment(_look, run_every=_POLL)(view.name, turn=turn, conversation=conversation)


def _look(name: str, *, turn: int, conversation: int) -> None:
    view = resources.background().find(name)
    if view is None or not view.going:
        st.rerun()
    growing = view.partial if isinstance(view.partial, Growing) else None
    stage = "正在停下……" if view.state == "stopping" else "正在写……" if growing else "正在查报纸……"
    opened = prose(
        f"answer-{conversation}-{turn}",
        sentence_parts(growing.shown, growing.withdrawn) if growing else (),
        after=f'<div class="una-foot">{stage}</div>',
        live=True,
        reveal=chat_state.arrival(conversation, turn),
        open_mark=partial(chat_state.open_source, turn),
    )
    if opened:
        st.rerun()
    st.button(
        "停下",
        key=f"stop-{conversation}",
        icon=":material/stop_circle:",
        disabled=view.state == "stopping",
        on_click=resources.background().stop,
        args=(name,),
    )


def show_again(answer: Answer, error: str | None, *, turn: int, kept: Conversations) -> None:
    """What went wrong with the last answer, if anything did, and a button to ask once more."""
    if error:
        st.error(plain_label(error))
    if answer.unfinished and st.button("再问一次", key=f"again-{turn}", icon=":material/refresh:"):
        put_question(answer.question, kept=kept, turn=turn)
        st.rerun()


def show_next(answer: Answer, *, turn: int, kept: Conversations) -> None:
    """What may be done after the last answer: leave its dates out of account, ask a question that suggests itself."""
    if answer.period_said:
        label = plain_label(f"问题里说的{answer.period_said} ✕")
        if st.button(label, key=f"undate-{turn}", help="不限定这段时间，再查一次"):
            put_question(answer.question, kept=kept, heed_dates=False)
            st.rerun()
    for number, question in enumerate(answer.suggestions):
        if st.button(plain_label(question), key=f"suggestion-{number}", icon=":material/arrow_forward:"):
            put_question(question, kept=kept)
            st.rerun()


def _thumbs(turn: int, conversation: int, kept: Conversations, feedback: Feedback | None) -> None:
    chosen = st.pills(
        "这个回答",
        list(_THUMBS),
        default=_LIKED if feedback and feedback.good else _DISLIKED if feedback else None,
        format_func=_THUMBS.__getitem__,
        key=f"thumbs-{conversation}-{turn}",
        label_visibility="collapsed",
    )
    good = chosen == _LIKED
    if chosen is None and feedback is not None:
        kept.judge(conversation, turn, None)
    elif chosen is not None and (feedback is None or feedback.good != good):
        kept.judge(conversation, turn, Feedback(good, ""))
    if chosen == _DISLIKED:
        _why(turn, conversation, kept, feedback.reason if feedback and not feedback.good else "")


def _why(turn: int, conversation: int, kept: Conversations, reason: str) -> None:
    with st.container(key=f"why-{turn}"):
        known = [each for each in _REASONS if each in reason.split("；")]
        chosen = st.pills(
            "哪里不好？",
            _REASONS,
            selection_mode="multi",
            default=known,
            key=f"reasons-{conversation}-{turn}",
        )
        free = "；".join(each for each in reason.split("；") if each and each not in _REASONS)
        said = st.text_input("还可以写几句（选填）", free, max_chars=200, key=f"reason-{conversation}-{turn}")
        now = "；".join([*chosen, *([said.strip().replace("；", "，")] if said.strip() else [])])
        if now != reason:
            kept.judge(conversation, turn, Feedback(good=False, reason=now))
            st.caption("已记下，谢谢。")
