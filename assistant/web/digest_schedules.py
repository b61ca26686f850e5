"""Digests that are made of every day, week or month: what is set, when the next falls due."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from assistant.background import Job
from assistant.digest import Digesting
from assistant.kept_digests import KeptDigests, Schedule
from assistant.schedule import EACH_WORDS, due, next_part, next_run, run_due
from assistant.web import resources
from assistant.web.digest_form import breakable, digesting, job_name
from assistant.wiring import build_watch_list


def show_schedules(*, editor: bool) -> None:
    """The schedules; whoever may, has what is due made now. Raises StoreError, AssistantError."""
    schedules = resources.kept_digests().schedules()
    if not schedules:
        st.info("还没有定期的简报：请到“编一份”填好要求，按“定期编”。")
        return
    waiting = sum(len(due(each, datetime.now().date())) for each in schedules)
    for each in schedules:
        _schedule(each, editor=editor)
    st.caption("到期的简报由 assistant schedule run 编好（请让系统的定时任务每天运行它），也可以在这里现编。")
    if (
        editor
        and waiting
        and st.button(
            f"现在编到期的 {waiting} 份", key="schedule-run", type="primary", icon=":material/play_arrow:"
        )
    ):
        _begin()
        st.rerun()


def _schedule(each: Schedule, *, editor: bool) -> None:
    request = each.request
    paper = f"《{request.publication}》" if request.publication else "全部报纸"
    about = f"主题“{request.topic}”" if request.topic else "全部主题"
    period = next_part(each).request
    with st.container(horizontal=True, vertical_alignment="center", key=f"schedule-{each.id}", border=True):
        st.text(
            f"{EACH_WORDS[each.each]}一份 · {paper} · {about}\n"
            f"下一份：{next_run(each)} 编（{period.since} 至 {period.until} 的报纸）"
        )
        if editor:
            st.button(
                "不再定期编",
                key=f"unschedule-{each.id}",
                type="tertiary",
                on_click=resources.kept_digests().unschedule,
                args=(each.id,),
            )


def _begin() -> None:
    using, kept = digesting(), resources.kept_digests()
    watched = build_watch_list(resources.settings()).topics()
    resources.background().start(
        job_name(), lambda job: _run(job, using, kept, watched), title="正在编到期的简报"
    )


def _run(job: Job, using: Digesting, kept: KeptDigests, watched: tuple[str, ...]) -> int | None:
    """The last digest made; None: none was due any more."""
    now = datetime.now().astimezone()
    last = None
    for made in run_due(kept, using=breakable(using, job), now=now, watched=watched, report=job.report):
        last = made.id
    return last
