"""A script read aloud, sentence by sentence: what is kept is not read again, and each sentence's time is known."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.errors import VoiceError
from assistant.explain_records import Script, Timing
from assistant.labels import Label
from assistant.voice import Sound, Speaker
from assistant.voice.audio_files import decode, wav_bytes, write_sound
from assistant.voice.kept import forget_old, use
from assistant.voice.lexicon import Lexicon
from assistant.voice.mouths import FRAMES, loudness, mouths
from assistant.voice.normalise import normalise
from assistant.voice.pronounce import Word, pronounce
from assistant.voice.signal import ai_signal
from assistant.voice.utterances import Utterance, script_utterances, text_utterances

LabelKind = Literal["spoken", "rhythm"]
Report = Callable[[int, int], object]

SPOKEN_LABEL = "以下内容由人工智能生成合成。"
DRAFT = "草稿"
_SPOKEN_DRAFT = "这是未经审定的草稿。"
_PREFACE = 2.2  # seconds the label takes at least: GB 45438-2025 wants two, of videos
_CLAUSE, _SENTENCE, _LINE = 0.18, 0.36, 0.6  # seconds of silence after each


@dataclass(frozen=True, slots=True)
class Voicing:
    """What reading aloud needs."""

    speaker: Speaker
    listener: Speaker  # the other voice of a dialogue
    lexicon: Lexicon
    kept: Path  # folder of sentences already read
    clock: Callable[[], datetime]
    speed: float = 1.0
    label: LabelKind = "spoken"


@dataclass(frozen=True, slots=True, eq=False)
class Voiced:
    """A script or a text as sound."""

    title: str
    draft: bool  # not approved: marked as such wherever it goes
    preface: Timing  # the audible label, line 0
    timings: tuple[Timing, ...]  # one an utterance
    sound: Sound
    energy: tuple[float, ...]  # loudness, 0..1, FRAMES a second
    mouths: str  # a letter of mouths.SHAPES for each of them
    voice: str  # name of the speaker
    aigc: str  # the AIGC entry of the metadata, JSON

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.sound.seconds

    @property
    def subtitles(self) -> tuple[Timing, ...]:
        """Everything heard, the label first."""
        return (self.preface, *self.timings)

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """(name, text) of the metadata that every file made of it carries."""
        title = f"【{DRAFT}】{self.title}" if self.draft else self.title
        said = f"{'草稿，未经审定。' if self.draft else ''}语音由人工智能合成（{self.voice}）"
        return (("title", title), ("artist", "小宣"), ("comment", said), ("AIGC", self.aigc))

    def place(self, path: Path) -> Path:
        """`path`; of a draft with 草稿 before the extension."""
        marked = path.stem.endswith(f".{DRAFT}")
        return path.with_name(f"{path.stem}.{DRAFT}{path.suffix}") if self.draft and not marked else path


def voice_script(script: Script, *, using: Voicing, report: Report) -> Voiced:
    """Read a script aloud. `report` hears (sentences done, of how many); what it raises ends the work, and what was
    read so far is kept. Raises VoiceError."""
    pieces = script_utterances(script)
    return _voiced(pieces, title=script.title, draft=script.state != "approved", using=using, report=report)


def voice_text(text: str, *, title: str, using: Voicing, report: Report) -> Voiced:
    """Read a plain text aloud; see `voice_script`. A paragraph counts as a line."""
    return _voiced(text_utterances(text), title=title, draft=False, using=using, report=report)


def to_wav(voiced: Voiced) -> bytes:
    """The sound as a labelled WAV file."""
    return wav_bytes(voiced.sound, voiced.tags)


def write_audio(voiced: Voiced, path: Path) -> Path:
    """Write the labelled sound as .wav or .mp3; the path written, which tells a draft. Raises VoiceError, MediaError."""
    place = voiced.place(path)
    write_sound(voiced.sound, place, tags=voiced.tags)
    return place


def _voiced(
    pieces: Sequence[Utterance], *, title: str, draft: bool, using: Voicing, report: Report
) -> Voiced:
    if not pieces:
        raise VoiceError("没有可以读的内容：请检查讲稿或文字。")
    spoken = (*_prefaces(draft, using), *pieces)
    report(0, len(spoken))
    parts: list[_Part] = []
    for number, piece in enumerate(spoken, 1):
        parts.append(_part(piece, using))
        report(number, len(spoken))
    if using.label == "rhythm":
        signal = ai_signal(parts[0].sound.rate)
        parts.insert(
            0,
            _Part(
                _preface("（提示音：以下为人工智能合成）"),
                signal,
                loudness(signal),
                "M" * len(loudness(signal)),
            ),
        )
    forget_old(using.kept)
    timings, sound = _joined(parts)
    ahead = tuple(timing for timing in timings if timing.line == 0)
    energy, shapes = _motion(parts, timings, sound)
    made = using.clock()
    return Voiced(
        title=title,
        draft=draft,
        preface=Timing(0, "".join(timing.text for timing in ahead), ahead[0].start, ahead[-1].end),
        timings=tuple(timing for timing in timings if timing.line),
        sound=sound,
        energy=energy,
        mouths=shapes,
        voice=using.speaker.name,
        aigc=Label(written=True, model=using.speaker.name, prompt_digest=title, made=made).aigc or "",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    piece: Utterance
    sound: Sound
    energy: tuple[float, ...]
    mouths: str


def _prefaces(draft: bool, using: Voicing) -> tuple[Utterance, ...]:
    said = (_SPOKEN_DRAFT if draft else "", SPOKEN_LABEL if using.label == "spoken" else "")
    return tuple(_preface(text) for text in said if text)


def _preface(text: str) -> Utterance:
    return Utterance(0, text, listener=False, ends_sentence=True, ends_line=False)


def _part(piece: Utterance, using: Voicing) -> _Part:
    said = normalise(piece.text, using.lexicon)
    speaker = using.listener if piece.listener else using.speaker
    sound = _kept_or_read(said, speaker, using)
    energy = loudness(sound)
    try:
        words: tuple[Word, ...] = pronounce(said, using.lexicon)
    except VoiceError:  # a speech endpoint needs no pinyin on this machine
        words = ()
    return _Part(piece, sound, energy, mouths(words, energy))


def _kept_or_read(said: str, speaker: Speaker, using: Voicing) -> Sound:
    key = json.dumps([speaker.name, using.speed, using.lexicon.digest, said], ensure_ascii=False)
    path = using.kept / f"{sha256(key.encode('utf-8')).hexdigest()[:32]}.wav"
    if use(path):
        return decode(path.read_bytes())
    sound = speaker.speak(said, speed=using.speed)
    part = path.with_suffix(f".{threading.get_ident()}.part")
    try:
        using.kept.mkdir(parents=True, exist_ok=True)
        part.write_bytes(wav_bytes(sound))
        part.replace(path)
    except OSError as error:
        raise VoiceError(f"写不了 {using.kept}：请检查这个文件夹和磁盘空间。") from error
    return decode(path.read_bytes())  # so that a sentence sounds the same, read anew or kept


def _joined(parts: Sequence[_Part]) -> tuple[tuple[Timing, ...], Sound]:
    """The parts one after another with pauses between, and when each is heard."""
    rate = parts[0].sound.rate
    timings: list[Timing] = []
    samples: list[NDArray[np.float32]] = []
    at = 0
    for part in parts:
        heard = _at_rate(part.sound, rate)
        timings.append(
            Timing(part.piece.line, part.piece.text, round(at / rate, 3), round((at + len(heard)) / rate, 3))
        )
        pause = _LINE if part.piece.ends_line else _SENTENCE if part.piece.ends_sentence else _CLAUSE
        if not part.piece.line:
            pause = max(pause, _PREFACE - (at + len(heard)) / rate)
        samples += [heard, np.zeros(int(pause * rate), np.float32)]
        at += len(heard) + int(pause * rate)
    return tuple(timings), Sound(np.concatenate(samples), rate)


def _at_rate(sound: Sound, rate: int) -> NDArray[np.float32]:
    if sound.rate == rate:
        return sound.samples
    wanted = np.arange(int(sound.seconds * rate)) * (sound.rate / rate)
    stretched: NDArray[np.float32] = np.interp(wanted, np.arange(len(sound.samples)), sound.samples).astype(
        np.float32
    )
    return stretched


def _motion(parts: Sequence[_Part], timings: Sequence[Timing], sound: Sound) -> tuple[tuple[float, ...], str]:
    """Loudness and mouth of the whole, the pauses included."""
    frames = int(np.ceil(sound.seconds * FRAMES))
    energy, shapes = [0.0] * frames, ["M"] * frames
    for part, timing in zip(parts, timings, strict=True):
        first = round(timing.start * FRAMES)
        for offset, (level, shape) in enumerate(zip(part.energy, part.mouths, strict=True)):
            if first + offset < frames:
                energy[first + offset], shapes[first + offset] = level, shape
    return tuple(energy), "".join(shapes)
