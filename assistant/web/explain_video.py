"""The video of a script: a job behind the page, and its file to be seen and downloaded."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.background import Job
from assistant.explain_records import Kept
from assistant.settings import Settings
from assistant.video.layout import ShapeName
from assistant.video.render import render_video
from assistant.voice.recording import Voiced
from assistant.web import resources
from assistant.web.explain_media import job_name, voiced_of
from assistant.web.progress import show_progress
from assistant.web.render import plain_label
from assistant.wiring_video import build_rendering, video_missing

_SHAPES: dict[ShapeName, str] = {"wide": "横屏 1920×1080", "tall": "竖屏 1080×1920"}


def show_video(kept: Kept, *, editor: bool) -> None:
    """The video, or a button that has it made, or what is missing for it; nothing before the script was read aloud.

    Raises AssistantError.
    """
    voiced = voiced_of(kept)
    if voiced is None:
        return
    shape: ShapeName = (
        st.segmented_control(
            "画面",
            list(_SHAPES),
            default="wide",
            format_func=_SHAPES.__getitem__,
            key=f"video-shape-{kept.id}",
            required=True,
        )
        or "wide"
    )
    name = job_name(f"video-{shape}", kept)
    view = resources.background().find(name)
    if view is not None and isinstance(view.result, Path) and view.result.is_file():
        _show(kept, view.result, shape)
        return
    if view is not None and view.going:
        show_progress(name)
        return
    if view is not None and view.error:
        st.warning(plain_label(view.error))
    missing = video_missing()
    if missing is not None:
        st.caption(plain_label(f"还不能做视频：{missing}"))
    elif editor and st.button("做视频", key="video-begin", icon=":material/movie:"):
        settings = resources.settings()
        resources.background().start(
            name, lambda job: _render(job, kept, voiced, shape, settings), title="做视频"
        )
        st.rerun()


def _show(kept: Kept, path: Path, shape: ShapeName) -> None:
    st.video(str(path))
    st.download_button(
        "MP4",
        path.read_bytes,
        file_name=f"xiaoxuan-{kept.id}-{shape}{'-草稿' if kept.script.state != 'approved' else ''}.mp4",
        mime="video/mp4",
        key=f"script-{kept.id}-mp4",
        icon=":material/download:",
        on_click="ignore",
    )


def _render(job: Job, kept: Kept, voiced: Voiced, shape: ShapeName, settings: Settings) -> Path:
    return render_video(
        kept.script,
        voiced,
        settings.home / "media" / f"{job_name(f'video-{shape}', kept)}.mp4",
        using=build_rendering(settings),
        shape=shape,
        report=lambda done, total: job.report(done, total, "正在画一帧一帧的画面"),
    )
