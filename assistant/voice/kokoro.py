"""Offline neural speech: Kokoro-82M with ONNX Runtime. The only module of speech that imports onnxruntime.

The model's inputs: `tokens` [1, n] (0, the symbols' numbers, 0), `style` [1, 256], a row of the voice chosen by the number
of symbols, and `speed`; it gives sound at 24 kHz.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from assistant.errors import VoiceError
from assistant.voice import Sound
from assistant.voice.kokoro_files import MODEL, missing_files
from assistant.voice.lexicon import Lexicon
from assistant.voice.phonemes import numbers, sentence_symbols
from assistant.voice.pronounce import Word, pronounce

RATE = 24_000
# Of 386 syllables a recogniser got 6 otherwise at this speed, 9 at 1.0 (benchmarks.bench_voice).
CLEAREST_SPEED = 0.9
_ROWS = 510  # of a voice: the most symbols in one go
_MOST = 440  # symbols in one go: the voice grows hasty before its end
_QUIET = 0.01  # below this is silence
_KEPT = 0.04  # seconds of silence left at both ends
_RUNTIME_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoSuchFile,
    ort_errors.RuntimeException,
    RuntimeError,
)


class KokoroSpeaker:
    """One voice of Kokoro-82M. The model is loaded at the first sentence; for any number of threads, one at a time."""

    def __init__(self, folder: Path, voice: str, lexicon: Lexicon, *, threads: int = 2) -> None:
        """Raises VoiceError where the files are not there yet."""
        missing = missing_files(folder, voice)
        if missing:
            raise VoiceError(missing)
        self._model = folder / MODEL
        self._voice = voice
        self._lexicon = lexicon
        self._threads = threads
        self._style = _styles(folder / f"{voice}.bin")
        self._lock = threading.Lock()
        self._session: onnxruntime.InferenceSession | None = None  # None: not loaded

    @property
    def name(self) -> str:
        """Model and voice."""
        return f"kokoro-82m:{self._voice}"

    def speak(self, sentence: str, *, speed: float) -> Sound:
        """See `Speaker.speak`."""
        words = pronounce(sentence, self._lexicon)
        with self._lock:
            pieces = [self._infer(symbols, speed) for symbols in _in_one_go(words)]
        return Sound(np.concatenate(pieces) if pieces else np.zeros(0, np.float32), RATE)

    def _infer(self, symbols: list[int], speed: float) -> NDArray[np.float32]:
        if self._session is None:
            self._session = self._load()
        inputs = {
            "tokens": np.array([[0, *symbols, 0]], dtype=np.int64),
            "style": self._style[min(len(symbols), _ROWS) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            (sound,) = self._session.run(None, inputs)[:1]
        except _RUNTIME_ERRORS as error:
            raise VoiceError("离线语音没有读成这一句：请检查内存是否够用（约需 400 MB）。") from error
        return trimmed(np.asarray(sound, dtype=np.float32).ravel(), RATE)

    def _load(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(
                str(self._model), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except _RUNTIME_ERRORS as error:
            raise VoiceError(
                f"离线语音的模型 {self._model} 打不开：请删掉它，再运行 assistant voice get。"
            ) from error


def trimmed(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The sound without the silence at its ends, [m]; of silence nothing is left."""
    heard = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(heard):
        return samples[:0]
    margin = int(_KEPT * rate)
    return samples[max(0, heard[0] - margin) : heard[-1] + margin]


def _styles(path: Path) -> NDArray[np.float32]:
    """The rows of a voice file, [510, 1, 256]. Raises VoiceError."""
    values = np.fromfile(path, dtype="<f4")
    if values.size != _ROWS * 256:
        raise VoiceError(f"语音文件 {path} 已损坏：请删掉它，再运行 assistant voice get。")
    return values.reshape(_ROWS, 1, 256)


def _in_one_go(words: tuple[Word, ...]) -> Iterator[list[int]]:
    """The symbols of the words in runs that the model takes, parted at pauses where there are any."""
    clause: list[Word] = []
    run: list[Word] = []
    for word in words:
        clause.append(word)
        if word.syllables and len(numbers(sentence_symbols(clause))) < _MOST:
            continue
        if len(numbers(sentence_symbols([*run, *clause]))) > _MOST and run:
            yield numbers(sentence_symbols(run))
            run = []
        run.extend(clause)
        clause = []
    run.extend(clause)
    if any(word.syllables for word in run):
        yield numbers(sentence_symbols(run))
