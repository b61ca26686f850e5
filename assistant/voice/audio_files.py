"""Sound as files: WAV with the standard library, everything else through ffmpeg; labelled as generated."""

from __future__ import annotations

import io
import struct
import wave
from pathlib import Path

import numpy as np

from assistant.errors import VoiceError
from assistant.ffmpeg import metadata, run_ffmpeg
from assistant.voice import Sound

FORMATS = (".wav", ".mp3")
_DECODED_RATE = 24_000
# RIFF INFO fields of the tags; AIGC is the field that GB 45438-2025 names.
_INFO = {"title": "INAM", "comment": "ICMT", "artist": "IART", "AIGC": "AIGC"}


def decode(data: bytes) -> Sound:
    """The sound of a file's bytes, mono. Raises VoiceError where they hold none."""
    sound = _wav(data) if data[:4] == b"RIFF" else None
    if sound is None:
        if not data:
            raise VoiceError("语音服务没有送来声音：请换一个模型或语音。")
        raw = run_ffmpeg(
            ["-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", str(_DECODED_RATE), "pipe:1"], given=data
        )
        sound = _from_pcm(raw, 1, _DECODED_RATE)
    return sound


def wav_bytes(sound: Sound, tags: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A 16-bit mono WAV file with its (name, text) tags, as far as WAV has a field for them."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.rate)
        out.writeframes(pcm(sound))
    fields = b"".join(_field(_INFO[name], value) for name, value in tags if name in _INFO)
    if not fields:
        return buffer.getvalue()
    data = buffer.getvalue() + b"LIST" + struct.pack("<I", len(fields) + 4) + b"INFO" + fields
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def write_sound(sound: Sound, path: Path, *, tags: tuple[tuple[str, str], ...]) -> None:
    """Write the sound where `path` says, as its extension says, with its (name, text) tags. Raises VoiceError, MediaError."""
    if path.suffix.lower() not in FORMATS:
        raise VoiceError(f"声音写不成 {path.suffix or '没有扩展名的文件'}：请用 .wav 或 .mp3。")
    part = path.with_name(f".{path.name}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".wav":
            part.write_bytes(wav_bytes(sound, tags))
        else:
            made = ["-i", "pipe:0", "-codec:a", "libmp3lame", "-b:a", "96k", "-id3v2_version", "4"]
            run_ffmpeg([*made, *metadata(tags), str(part)], given=wav_bytes(sound))
        part.replace(path)
    except OSError as error:
        raise VoiceError(f"写不了 {path}：请检查文件夹和磁盘空间。") from error
    finally:
        part.unlink(missing_ok=True)


def pcm(sound: Sound) -> bytes:
    """The samples as 16-bit little-endian numbers."""
    return (np.clip(sound.samples, -1.0, 1.0) * 32767).astype("<i2").tobytes()


def _field(name: str, value: str) -> bytes:
    data = value.encode("utf-8") + b"\0"
    return name.encode("ascii") + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _wav(data: bytes) -> Sound | None:
    """Sound of a 16-bit PCM WAV file; None: it is of another kind. The length a streaming server writes is not trusted."""
    at, channels, rate, bits = 12, 0, 0, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        if name == b"fmt ":
            kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", data[at + 8 : at + 24])
            if kind not in (1, 0xFFFE) or bits != 16 or not channels or not rate:
                return None
        elif name == b"data":
            if not rate:
                return None
            return _from_pcm(data[at + 8 : min(at + 8 + size, len(data))], channels, rate)
        at += 8 + size + size % 2
    return None


def _from_pcm(raw: bytes, channels: int, rate: int) -> Sound:
    whole = len(raw) // (2 * channels) * 2 * channels
    samples = np.frombuffer(raw[:whole], dtype="<i2").reshape(-1, channels).mean(axis=1) / 32768
    return Sound(samples.astype(np.float32), rate)
