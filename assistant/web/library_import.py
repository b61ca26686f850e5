"""文库 · 导入: files dropped or a folder of the server, taken in behind the page, each with its result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

import streamlit as st

from assistant.access import User
from assistant.background import Job
from assistant.desk import Desk, FileResult
from assistant.web import resources
from assistant.web.library_html import results_html
from assistant.web.progress import show_progress
from assistant.web.render import plain_label


def show_import(who: User) -> None:
    """Choose, watch, read the results. Raises AssistantError, StoreError."""
    name = f"import-{who.name}"
    jobs = resources.background()
    view = jobs.find(name)
    going = view is not None and view.going
    round_ = st.session_state.setdefault("upload-round", 0)  # another key empties the field after an import
    files = st.file_uploader(
        "把报纸文件拖到这里：文本、PDF、扫描件（PNG、JPG、TIFF）、DOCX、HTML、JSONL，可以一次放很多",
        accept_multiple_files=True,
        key=f"upload-{round_}",
        disabled=going,
    )
    if st.button("导入", key="import", type="primary", disabled=going or not files):
        desk = resources.desk()
        paths = [desk.keep(who, file.name, file.getvalue()) for file in files]
        _start(name, who, paths)
        st.session_state["upload-round"] = round_ + 1
        st.rerun()
    with st.expander("导入服务器上的文件夹"):
        _folder(name, who, going=going)
    show_progress(name)
    view = jobs.find(name)
    if view is None:
        st.caption("已经有的文章不会重复；改过的文件再导入一次，文章会更新；人工改正过的保持不变。")
        return
    if view.error:
        st.error(plain_label(view.error))
    if view.state == "stopped":
        st.info("已停下。导入好的都在，再导入一次会接着做。")
    # What this job returns and shows is what `_work` below gave it.
    results = cast("tuple[FileResult, ...]", view.result or view.partial or ())
    if results:
        st.html(results_html(results))


def _folder(name: str, who: User, *, going: bool) -> None:
    desk = resources.desk()
    where = str(desk.inbox) if desk.inbox else ""
    folder = st.text_input("文件夹的路径", value=where, key="folder", max_chars=500)
    if desk.inbox:
        st.caption(plain_label(f"只能是 {desk.inbox} 或它下面的文件夹。"))
    if st.button("导入文件夹", key="import-folder", disabled=going or not folder.strip()):
        _start(name, who, desk.folder(who, folder))
        st.rerun()


def _start(name: str, who: User, paths: Sequence[Path]) -> None:
    work = partial(_work, desk=resources.desk(), who=who, paths=tuple(paths))
    resources.background().start(name, work, title="导入")


def _work(job: Job, *, desk: Desk, who: User, paths: tuple[Path, ...]) -> tuple[FileResult, ...]:
    def heard(results: tuple[FileResult, ...], at: str) -> None:
        job.show(results)
        job.report(len(results), len(paths), at)

    return desk.take_in(who, paths, heard=heard)
