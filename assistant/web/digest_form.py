"""What a digest is asked for, and the job that makes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import streamlit as st

from assistant.background import Job
from assistant.chat.breakable import BreakableChat
from assistant.digest import Digesting, digest
from assistant.digest_records import DigestRequest
from assistant.kept_digests import KeptDigests
from assistant.schedule import EACH_WORDS, first_day
from assistant.summarise import READERS
from assistant.web import access, resources
from assistant.wiring import build_digesting, build_watch_list

_AUDIENCES = (READERS, "单位领导", "工会干部", "一线职工", "热线接线员")
_FORMS = {"full": "详：每事一到三句", "brief": "简：每事一句"}
_WEEK = timedelta(days=6)


def job_name() -> str:
    """The job that makes digests for whoever looks at the page. Raises AccessError."""
    return f"digest-{access.user().name}"


def show_form() -> None:
    """The form; a digest is begun, or a schedule is set, at its buttons. Raises StoreError, AssistantError."""
    going = resources.background().find(job_name())
    with st.form("digest-form", border=True):
        request = _request()
        begin = st.form_submit_button(
            "开始编",
            key="digest-begin",
            type="primary",
            icon=":material/edit_note:",
            disabled=going is not None and going.going,
        )
        each = st.selectbox(
            "或者定期编：", list(EACH_WORDS), format_func=EACH_WORDS.__getitem__, key="digest-each"
        )
        regular = st.form_submit_button("定期编", key="digest-regular", icon=":material/event_repeat:")
    if begin and request.since > request.until:
        st.warning("起始日期晚于截止日期：请改正。")
    elif begin:
        begin_digest(request)
        st.rerun()
    elif regular:
        today = first_day(date.today(), each)
        resources.kept_digests().schedule(replace(request, since=today, until=today), each)
        st.success(f"已定下：{EACH_WORDS[each]}一份，见“定期”。")


def _request() -> DigestRequest:
    """What the fields say, in rows of two: on a narrow screen they stand in this order."""
    extent = resources.store().extent()
    last = extent.last or date.today()
    left, right = st.columns(2)
    since = left.date_input("从哪天的报纸起", last - _WEEK, key="digest-since", format="YYYY-MM-DD")
    until = right.date_input("到哪天的报纸止（含当天）", last, key="digest-until", format="YYYY-MM-DD")
    left, right = st.columns(2)
    topic = left.text_input("主题（选填）", key="digest-topic", max_chars=40, placeholder="比如：职工热线")
    publication = right.selectbox(
        "报纸", extent.publications, index=None, placeholder="全部报纸", key="digest-publication"
    )
    left, right = st.columns(2)
    audience = left.selectbox("给谁看", _AUDIENCES, key="digest-audience", accept_new_options=True)
    form = right.segmented_control(
        "详略",
        list(_FORMS),
        default="full",
        format_func=_FORMS.__getitem__,
        key="digest-form-of",
        required=True,
    )
    return DigestRequest(
        since=since,
        until=until,
        topic=topic.strip() or None,
        publication=publication,
        audience=audience or READERS,
        form="brief" if form == "brief" else "full",
        items=st.slider("展开几件事（其余列出标题）", 1, 50, 20, key="digest-items"),
    )


def begin_digest(request: DigestRequest) -> None:
    """Begin to make a digest. Raises BusyError, StoreError, AssistantError."""
    request = replace(request, watched=build_watch_list(resources.settings()).topics())
    using, kept = digesting(), resources.kept_digests()
    resources.background().start(job_name(), lambda job: _make(job, request, using, kept), title="正在编简报")


def digesting() -> Digesting:
    """What digests need. Raises StoreError, AssistantError."""
    return build_digesting(resources.summarising(), resources.store().library)


def breakable(using: Digesting, job: Job) -> Digesting:
    """The same, broken off where the job is asked to stop."""
    chat = using.summarising.chat
    if chat is None:
        return using
    return replace(using, summarising=replace(using.summarising, chat=BreakableChat(chat, job.check)))


def _make(job: Job, request: DigestRequest, using: Digesting, kept: KeptDigests) -> int:
    job.report(0, 0, "正在把报道归成事件")
    made = digest(
        request,
        using=breakable(using, job),
        now=datetime.now().astimezone(),
        report=lambda done, total: job.report(done, total, "正在一件一件地写"),
    )
    return kept.add(made)
