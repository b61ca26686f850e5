"""评测 · 出题: questions proposed from articles, one after the other: accepted, edited or dropped by a person."""

from __future__ import annotations

import streamlit as st

from assistant.access import User
from assistant.background import Job
from assistant.evaluation.drafts import Draft, accepted, dropped, edited, propose
from assistant.evaluation.records import KINDS
from assistant.evaluation.sets import QuestionSets
from assistant.web import resources
from assistant.web.progress import show_progress
from assistant.web.render import plain_label
from assistant.wiring_evaluate import build_drafting, build_question_sets, spread
from vectorstore.records import Article

JOB = "draft"
_SHOWN = 5


def show_drafts(who: User) -> None:
    """Propose, then decide. Raises StoreError, AssistantError."""
    sets = build_question_sets(resources.settings())
    _propose(who, sets)
    drafts = sets.drafts()
    waiting = [draft for draft in drafts if draft.state == "proposed"]
    counts = {
        "待定": len(waiting),
        "采用": sum(draft.state == "accepted" for draft in drafts),
        "改后采用": sum(draft.state == "edited" for draft in drafts),
        "弃用": sum(draft.state == "dropped" for draft in drafts),
    }
    st.caption(" · ".join(f"{name} {count}" for name, count in counts.items()))
    for draft in waiting[:_SHOWN]:
        _decide(who, sets, draft)


def _propose(who: User, sets: QuestionSets) -> None:
    jobs = resources.background()
    view = jobs.find(JOB)
    if view is not None and not view.going:
        if view.error:
            st.error(plain_label(view.error))
        jobs.forget(JOB)
    show_progress(JOB)
    count = st.number_input("从多少篇文章出题", 1, 200, 10, key="draft-count")
    going = view is not None and view.going
    if st.button("出题", key="draft-begin", disabled=going):
        library = resources.store().library
        articles = library.unserved(spread(library.in_state("ready"), int(count)))
        jobs.start(JOB, lambda job: _make(job, who, sets, articles), title="正在出题")
        jobs.wait(JOB, 1.0)
        st.rerun()


def _make(job: Job, who: User, sets: QuestionSets, articles: tuple[Article, ...]) -> None:
    drafting = build_drafting(resources.settings())
    for done, article in enumerate(articles, 1):
        sets.propose(who, propose([article], drafting, known=sets.drafts()))
        job.report(done, len(articles))


def _decide(who: User, sets: QuestionSets, draft: Draft) -> None:
    stored = draft.stored
    with st.container(border=True, key=f"draft-{stored.id}"):
        st.text(stored.question)
        st.caption(plain_label(f"{KINDS[stored.kind]} · 答：{stored.answer}"))
        for gold in stored.gold:
            st.caption(plain_label(f"《{gold.headline}》：{gold.quote}"))
        with st.container(horizontal=True):
            if st.button("采用", key=f"accept-{stored.id}", type="primary"):
                sets.decide(who, stored.id, accepted)
                st.rerun()
            if st.button("弃用", key=f"drop-{stored.id}"):
                sets.decide(who, stored.id, dropped)
                st.rerun()
        with st.expander("修改"), st.form(f"edit-{stored.id}", border=False):
            question = st.text_input("问题", stored.question, key=f"question-{stored.id}", max_chars=300)
            answer = st.text_input("答案", stored.answer, key=f"answer-{stored.id}", max_chars=500)
            facts = st.text_input("要点（用；隔开）", "；".join(stored.facts), key=f"facts-{stored.id}")
            kinds = list(KINDS)
            kind = st.selectbox(
                "题型",
                kinds,
                kinds.index(stored.kind),
                format_func=KINDS.__getitem__,
                key=f"kind-{stored.id}",
            )
            if st.form_submit_button("改好采用", key=f"save-{stored.id}"):
                parts = facts.replace(";", "；").split("；")
                sets.decide(
                    who,
                    stored.id,
                    lambda each: edited(each, question=question, answer=answer, facts=parts, kind=kind),
                )
                st.rerun()
