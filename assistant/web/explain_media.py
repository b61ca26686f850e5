"""Voice and video of a script: jobs behind the page, and what they made to be heard and downloaded."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from assistant.explain_records import Kept
from assistant.script_json import script_to_json
from assistant.voice.recording import Voiced, to_wav, voice_script, write_audio
from assistant.voice.subtitles import to_srt, to_webvtt
from assistant.web import resources
from assistant.web.progress import show_progress
from assistant.web.render import plain_label
from assistant.web.stage import SOUND
from assistant.wiring_voice import build_voicing, voice_missing


def voiced_of(kept: Kept) -> Voiced | None:
    """The script as it was read aloud; None: it was not, or was changed since."""
    view = resources.background().find(job_name("voice", kept))
    return view.result if view is not None and isinstance(view.result, Voiced) else None


def show_voice(kept: Kept, *, editor: bool) -> None:
    """The sound, or a button that has it made, or what is missing for it. Raises AssistantError."""
    name = job_name("voice", kept)
    view = resources.background().find(name)
    voiced = voiced_of(kept)
    if voiced is not None:
        with st.container(key=SOUND):
            st.audio(to_wav(voiced), format="audio/wav")
        draft = "草稿，未经审定 · " if voiced.draft else ""
        st.caption(plain_label(f"{draft}语音和人物画面由人工智能生成合成（{voiced.voice}）"))
        return
    if view is not None and view.going:
        show_progress(name)
        return
    if view is not None and view.error:
        st.warning(plain_label(view.error))
    missing = voice_missing(resources.settings())
    if missing is not None:
        st.caption(plain_label(f"还不能朗读：{missing}"))
    elif not editor:
        st.caption("还没有朗读：请有“编辑”权限的人先生成语音。")
    elif st.button("朗读", key="voice-begin", icon=":material/volume_up:"):
        _begin_voice(kept, name)
        st.rerun()


def show_media_downloads(kept: Kept) -> None:
    """Sound and subtitles as files, where the script was read aloud."""
    voiced = voiced_of(kept)
    if voiced is None:
        return
    stem = f"xiaoxuan-{kept.id}{'-草稿' if voiced.draft else ''}"
    made = {
        "wav": lambda: to_wav(voiced),
        "mp3": lambda: _mp3(kept, voiced),
        "srt": lambda: to_srt(voiced.subtitles).encode("utf-8"),
        "vtt": lambda: to_webvtt(voiced.subtitles).encode("utf-8"),
    }
    for ending, data in made.items():
        st.download_button(
            ending.upper(),
            data,
            file_name=f"{stem}.{ending}",
            key=f"script-{kept.id}-{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


def _begin_voice(kept: Kept, name: str) -> None:
    settings = resources.settings()
    resources.background().start(
        name,
        lambda job: voice_script(
            kept.script,
            using=build_voicing(settings),
            report=lambda done, total: job.report(done, total, "正在朗读"),
        ),
        title="朗读",
    )


def _mp3(kept: Kept, voiced: Voiced) -> bytes:
    folder = resources.settings().home / "media"
    folder.mkdir(parents=True, exist_ok=True)
    return write_audio(voiced, folder / f"{job_name('voice', kept)}.mp3").read_bytes()


def job_name(kind: str, kept: Kept) -> str:
    """A name that changes with the script's words and its state."""
    return f"{kind}-{kept.id}-{sha256(script_to_json(kept.script).encode('utf-8')).hexdigest()[:10]}"
