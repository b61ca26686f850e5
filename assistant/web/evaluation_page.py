"""评测: ask the stored questions, see the report, compare runs, decide on drafted questions."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from assistant.access import User, require
from assistant.background import Job
from assistant.evaluate import evaluate
from assistant.evaluation.lines import import_lines
from assistant.evaluation.records import Run, Stored
from assistant.evaluation.report import charts, to_fragment, to_html
from assistant.evaluation.results import summed_up
from assistant.evaluation.runs import Runs
from assistant.web import access, resources
from assistant.web.evaluation_drafts import show_drafts
from assistant.web.page import guarded, heading
from assistant.web.progress import ended, show_progress
from assistant.web.render import plain_label
from assistant.wiring_evaluate import (
    Evaluation,
    build_evaluation,
    build_measured,
    build_question_sets,
    build_runs,
)

JOB = "evaluate"
_LISTED = 30


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    heading(
        "评测", "用存好的问答题打分：检索、回答、出处、拒答都有数，带置信区间；改了设置，先看分数再上线。"
    )
    guarded(lambda: _page(access.user()))


def _page(who: User) -> None:
    require(who, "editor", "评测")
    _say_how_it_ended()
    show_progress(JOB)
    ask, read, draft = st.tabs(["开始评测", "结果", "出题"])
    with ask:
        _begin(who)
    with read:
        _results(build_runs(resources.settings()))
    with draft:
        show_drafts(who)


def _say_how_it_ended() -> None:
    made = ended(JOB, stopped="已停下。评过的题都在，再开始一次会接着评。")
    if isinstance(made, str):
        st.session_state["run"] = made
        st.success("评完了，请看“结果”。")


def _begin(who: User) -> None:
    sets = build_question_sets(resources.settings())
    if not resources.store().extent().articles:
        st.info("文库还是空的：请先到“文库”页导入报纸。")
        return
    names = sets.names()
    chosen = st.selectbox("题库", names, key="question-set", placeholder="还没有题库：请在下面导入")
    view = resources.background().find(JOB)
    going = view is not None and view.going
    if st.button("开始", key="evaluate-begin", type="primary", disabled=going or chosen is None) and chosen:
        questions = sets.load(chosen)
        settings = resources.settings()
        asking = build_measured(settings, resources.store())
        today = asking.store.extent().last or date.today()
        evaluation = build_evaluation(settings, asking, questions, today=today)
        resources.background().start(JOB, lambda job: _make(job, questions, evaluation), title="正在评测")
        st.rerun()
    file = st.file_uploader(
        "导入题库：本项目的 JSONL，RAGAS、RAGChecker、DeepEval、RAGFlow 的题库，或有“问题”“答案”两列的表格",
        type=["jsonl", "json", "csv", "tsv", "xlsx"],
        key="question-file",
    )
    if st.button("导入", key="question-import", disabled=file is None) and file is not None:
        name, imported = sets.add(who, file.name, file.getvalue())
        st.success(plain_label(f"已导入为“{name}”。"))
        st.text("\n".join(import_lines(imported)))


def _make(job: Job, questions: tuple[Stored, ...], evaluation: Evaluation) -> str:
    """Ask them all; the id of the run."""
    run = evaluate(
        questions,
        using=evaluation.using,
        runs=evaluation.runs,
        conditions=evaluation.conditions,
        now=datetime.now,
        report=job.report,
    )
    return run.id


def _results(runs: Runs) -> None:
    listed = runs.listing()[:_LISTED]
    if not listed:
        st.info("还没有评测过：请到“开始评测”。")
        return
    first, second = st.columns(2)
    latest = st.session_state.pop("run", None)
    name = first.selectbox(
        "哪一次", listed, index=listed.index(latest) if latest in listed else 0, key="run-of"
    )
    before = second.selectbox(
        "与哪一次比",
        [each for each in listed if each != name],
        index=None,
        key="run-before",
        placeholder="不比",
    )
    html, fragment, drawn = _report(runs.find(name), runs.find(before) if before else None)
    st.download_button(
        "下载报告（HTML，不联网也能看）",
        html,
        file_name=f"evaluation-{name}.html",
        mime="text/html",
        key="report-download",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander("图：得分与置信区间", key="report-charts"):
        for svg in drawn:
            st.image(svg)
    st.html(fragment)


@st.cache_data(show_spinner="正在算置信区间……", max_entries=8, hash_funcs={Run: lambda run: run.id})
def _report(run: Run, baseline: Run | None) -> tuple[str, str, tuple[str, ...]]:
    """The report as a page of its own, and to stand in this one; and its charts, which Streamlit keeps out of HTML."""
    result = summed_up(run, baseline=baseline)
    drawn = charts(result)
    return to_html(result, drawn), to_fragment(result), tuple(drawn.values())
