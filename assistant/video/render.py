"""A script and its sound to an MP4: scene by scene, each kept, so that a rendering broken off goes on and an edit renders
only what it changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.errors import VideoError
from assistant.explain_records import Script
from assistant.ffmpeg import feeding, metadata, run_ffmpeg
from assistant.labels import PRODUCER
from assistant.video.cards import Card, Scene, scenes
from assistant.video.fonts import Faces
from assistant.video.frames import Figure, Pixels, scene_frames
from assistant.video.layout import LAYOUTS, ShapeName
from assistant.video.slides import Look, draw_slide
from assistant.voice.kept import forget_old, use
from assistant.voice.mouths import FRAMES
from assistant.voice.recording import Voiced, to_wav

Report = Callable[[int, int], object]

VERSION = "1"  # of the drawing: another one and kept scenes are drawn anew
_CODEC = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p", "-bf", "0", "-threads", "2",
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
)  # fmt: skip
_TO_YUV = "scale=out_color_matrix=bt709:out_range=tv"


@dataclass(frozen=True, slots=True)
class Rendering:
    """What rendering needs."""

    faces: Faces
    kept: Path  # folder of scenes already rendered
    scale: float = 1.0  # of the layout; less for previews and tests


def render_video(
    script: Script, voiced: Voiced, out: Path, *, using: Rendering, shape: ShapeName, report: Report
) -> Path:
    """Render to `out`, an .mp4; the path written, which tells a draft. `report` hears (frames done, of how many); what it
    raises ends the work, and scenes finished so far are kept. Raises VideoError, MediaError."""
    if out.suffix.lower() != ".mp4":
        raise VideoError(f"视频写不成 {out.suffix or '没有扩展名的文件'}：请用 .mp4。")
    layout = LAYOUTS[shape].scaled(using.scale) if using.scale != 1.0 else LAYOUTS[shape]
    look = Look(layout, using.faces, script.title, f"{script.label.made:%Y年%m月%d日}", voiced.draft)
    place = voiced.place(out)
    try:
        using.kept.mkdir(parents=True, exist_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        pieces = _rendered(_cuts(script, voiced), look, using.kept, report)
        _join(pieces, voiced, place)
        forget_old(using.kept)
    except OSError as error:
        raise VideoError(f"写不了 {place}：请检查文件夹和磁盘空间（{error.strerror or error}）。") from error
    return place


@dataclass(frozen=True, slots=True)
class _Cut:
    """A scene with its frames."""

    scene: Scene
    mouths: str  # one letter a frame
    before: Card | None  # the card it replaces; None: it shows the same


def _cuts(script: Script, voiced: Voiced) -> list[_Cut]:
    cuts: list[_Cut] = []
    for scene in scenes(script, voiced):
        first, last = round(scene.start * FRAMES), round(scene.end * FRAMES)
        mouths = (
            voiced.mouths[first:last].ljust(last - first, "M") if scene.presenter else "M" * (last - first)
        )
        changed = bool(cuts) and cuts[-1].scene.card != scene.card
        cuts.append(_Cut(scene, mouths, cuts[-1].scene.card if changed else None))
    return [cut for cut in cuts if cut.mouths]


def _rendered(cuts: Sequence[_Cut], look: Look, kept: Path, report: Report) -> list[Path]:
    """The files of the scenes, those that are not there yet rendered now."""
    total = sum(len(cut.mouths) for cut in cuts)
    figure = Figure(look.layout)
    done = 0
    report(done, total)
    paths: list[Path] = []
    for cut in cuts:
        path = kept / f"{_key(cut, look)}.mp4"
        if not use(path):
            before = done

            def tell(frames: int, before: int = before) -> None:
                report(before + frames, total)

            _render(cut, look, figure, path, tell)
        done += len(cut.mouths)
        report(done, total)
        paths.append(path)
    return paths


def _render(cut: _Cut, look: Look, figure: Figure, path: Path, tell: Callable[[int], None]) -> None:
    layout = look.layout
    slide: Pixels = np.asarray(draw_slide(cut.scene, look))
    before: Pixels | None = None
    if cut.before is not None:
        earlier = Scene(0.0, 0.0, cut.before, cut.scene.subtitle, cut.scene.speaker, cut.scene.presenter)
        before = np.asarray(draw_slide(earlier, look))
    part = path.with_suffix(".part.mp4")
    raw = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{layout.width}x{layout.height}", "-r", str(FRAMES))
    try:
        with feeding([*raw, "-i", "pipe:0", "-vf", _TO_YUV, *_CODEC, str(part)]) as feed:
            frames = scene_frames(slide, figure, mouths=cut.mouths, seed=cut.scene.subtitle, before=before)
            for number, frame in enumerate(frames, 1):
                feed.write(frame.data.cast("B"))
                if number % FRAMES == 0:
                    tell(number)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _join(pieces: Sequence[Path], voiced: Voiced, place: Path) -> None:
    """Scenes and sound in one file, with its labels."""
    part = place.with_name(f".{place.name}.part.mp4")
    with TemporaryDirectory() as scratch:
        listed, sound = Path(scratch) / "scenes.txt", Path(scratch) / "sound.wav"
        listed.write_text("".join(f"file '{_quoted(piece)}'\n" for piece in pieces), encoding="utf-8")
        sound.write_bytes(to_wav(voiced))
        tags = (*voiced.tags, ("description", "人工智能生成合成内容"), ("encoded_by", PRODUCER))
        try:
            run_ffmpeg([
                "-y", "-f", "concat", "-safe", "0", "-i", str(listed), "-i", str(sound), "-map", "0:v", "-map", "1:a",
                "-map_metadata", "-1", *metadata(tags), "-c:v", "copy", "-c:a", "aac", "-b:a", "128k",
                "-movflags", "+faststart+use_metadata_tags", str(part),
            ])  # fmt: skip
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("'", "'\\''")


def _key(cut: _Cut, look: Look) -> str:
    """What the scene's frames depend on, as a digest."""
    scene = cut.scene
    before = asdict(cut.before) if cut.before else None
    drawn = (VERSION, asdict(scene.card), scene.subtitle, scene.speaker, cut.mouths, before)
    shown = (*drawn, asdict(look.layout), look.title, look.made, look.draft, str(look.faces))
    return sha256(json.dumps(shown, ensure_ascii=False).encode("utf-8")).hexdigest()[:32]
