"""A script on its page: lines as they are spoken, claims and sources beside them, files, questions about it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.access import may
from assistant.explain_records import Kept
from assistant.export.scripts import SCRIPT_EXTENSIONS, export_script
from assistant.records import Citation, Coverage
from assistant.script_output import as_answer
from assistant.signoff import STATES
from assistant.stale import stale
from assistant.video.presenter_svg import presenter_svg
from assistant.voice.hand_over import motion
from assistant.web import access, chat_page, chat_state, resources
from assistant.web.chat_ask import put_question
from assistant.web.chat_source import show_source
from assistant.web.explain_html import claims_html, lines_html
from assistant.web.explain_media import show_media_downloads, show_voice, voiced_of
from assistant.web.explain_sign import show_sign_off
from assistant.web.explain_state import close_source, open_script, open_source, opened_source
from assistant.web.explain_video import show_video
from assistant.web.prose import prose
from assistant.web.render import plain_label
from assistant.web.stage import stage

_NAMES = {".md": "Markdown", ".docx": "Word", ".json": "交接 JSON"}


def show_script(kept: Kept) -> None:
    """The script and everything that can be done with it. Raises StoreError, AssistantError."""
    script = kept.script
    editor = may(access.user(), "editor")
    st.button(
        "回到讲稿列表", key="script-close", icon=":material/arrow_back:", on_click=open_script, args=(None,)
    )
    st.subheader(plain_label(script.title), anchor=False)
    st.caption(plain_label(f"给{script.audience_name} · {script.scene_name} · {STATES[script.state]}"))
    for old in stale((kept,), resources.store().library):
        st.warning(plain_label(f"这份讲稿要重看：{'；'.join(old.reasons)}"))
    voiced = voiced_of(kept)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_voice(kept, editor=editor)
        stage(
            f"stage-{kept.id}",
            lines_html(script),
            presenter=presenter_svg() if voiced else "",
            motion=motion(voiced) if voiced else None,
            open_mark=open_source,
        )
        st.caption(plain_label(script.label.visible))
        _downloads(kept)
        show_video(kept, editor=editor)
    with right:
        citation = _citation(kept)
        if citation is not None:
            show_source(citation, close=close_source)
        else:
            st.markdown("**要点与出处**")
            prose(f"claims-{kept.id}", after=claims_html(script), open_mark=open_source)
    show_sign_off(kept, editor=editor)
    _ask_on(kept)


def _downloads(kept: Kept) -> None:
    voiced = voiced_of(kept)
    timings = voiced.timings if voiced else ()
    with st.container(horizontal=True, key="script-downloads"):
        for extension in SCRIPT_EXTENSIONS:
            st.download_button(
                _NAMES[extension],
                partial(export_script, kept.script, f"script{extension}", kept=kept, timings=timings),
                file_name=f"xiaoxuan-{kept.id}{extension}",
                key=f"script-{kept.id}-{extension[1:]}",
                icon=":material/download:",
                on_click="ignore",
            )
        show_media_downloads(kept)


def _citation(kept: Kept) -> Citation | None:
    """The citation that is open; None: none is."""
    number = opened_source()
    return next((each for each in kept.script.citations if each.number == number), None)


def _ask_on(kept: Kept) -> None:
    """A question about the script: a conversation that begins with its claims, with the gate of every other."""
    with st.form(f"ask-on-{kept.id}", border=False):
        question = st.text_input("接着问小宣", key=f"ask-on-text-{kept.id}", max_chars=300)
        asked = st.form_submit_button("问", key="ask-on", icon=":material/forum:")
    if not asked or not question.strip():
        return
    conversations = resources.conversations().of(access.user().name)
    chat_state.settle(conversations)
    extent = resources.store().extent()
    first = as_answer(kept.script, Coverage(extent.articles, extent.first, extent.last, extent.publications))
    number = conversations.start(first.question).id
    conversations.add(number, first)
    chat_state.open_conversation(number)
    put_question(question.strip(), kept=conversations)
    st.switch_page(st.Page(chat_page.show, default=True), query_params={"conversation": str(number)})
