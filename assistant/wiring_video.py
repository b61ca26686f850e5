"""Settings to what rendering needs."""

from __future__ import annotations

from assistant.errors import VideoError
from assistant.ffmpeg import ffmpeg_path
from assistant.settings import Settings
from assistant.video.fonts import find_faces
from assistant.video.render import Rendering


def build_rendering(settings: Settings) -> Rendering:
    """What rendering needs. Raises VideoError where there is no ffmpeg or no Chinese font."""
    missing = video_missing()
    if missing:
        raise VideoError(missing)
    return Rendering(find_faces(), settings.cache / "scenes")


def video_missing() -> str | None:
    """What is to be done before a video can be rendered, in Chinese; None: nothing."""
    if ffmpeg_path() is None:
        return "没有 ffmpeg，做不了视频：请运行 pip install 'union-news-assistant[video]'。"
    try:
        find_faces()
    except VideoError as error:
        return str(error)
    return None
