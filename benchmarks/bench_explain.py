"""Scripts on twelve topics of the sample newspaper for three audiences, by the configured chat model or by templates.

    python -m benchmarks.bench_explain [--topics N] [--minutes 0.6] [--form script|dialogue|cards]

The data folder (ASSISTANT_HOME) must hold the sample. Counted: figures, names, days and promises outside the claims, by a
second check that knows nothing of the gate; claims not told whole; rows of the table of facts that differ between
audiences; lines of the model kept and cut. Replies are kept in the cache folder: broken off, the same command goes on.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.chat.cached import CachedChat
from assistant.explain import FORMS, Explaining, ExplainRequest, basis_for, explain
from assistant.explain_check import facts_table
from assistant.explain_records import Script, ScriptForm
from assistant.settings import load_settings
from assistant.tellings import load_audience, load_scene
from assistant.wiring_explain import build_explaining
from benchmarks.second_look import AUDIENCES, TOPICS, foreign, told_whole
from vectorstore.records import Filter


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--topics", type=int, default=len(TOPICS), help="only the first so many")
    parser.add_argument("--minutes", type=float, default=0.6)
    parser.add_argument("--form", choices=FORMS, default="script")
    asked = parser.parse_args()
    settings = load_settings()
    using = build_explaining(settings, report=lambda _label, _fraction: None)
    if using.writer is not None:
        chat = CachedChat(using.writer.chat, Path(settings.cache) / "replies", prompt_digest="")
        using = replace(using, writer=replace(using.writer, chat=chat))
    counts: Counter[str] = Counter()
    found: list[str] = []
    began = time.monotonic()
    for topic in track(TOPICS[: asked.topics], description="topics", console=Console(stderr=True)):
        scripts = _explained(topic, asked.form, asked.minutes, using)
        for script in scripts:
            added = foreign(script)
            found += added
            counts.update(_counted(script, added))
        bases = [basis_for(each, load_audience(each.audience), load_scene(each.scene)) for each in scripts]
        rows = facts_table(list(zip(scripts, bases, strict=True)))
        counts["rows that differ"] += sum(not row.identical for row in rows)
        counts["rows"] += len(rows)
    _print(
        counts, found, seconds=time.monotonic() - began, model=using.writer.chat.name if using.writer else ""
    )


def _explained(topic: str, form: ScriptForm, minutes: float, using: Explaining) -> tuple[Script, ...]:
    audiences = tuple(load_audience(key) for key in AUDIENCES)
    request = ExplainRequest(topic, (), audiences, load_scene("video"), form, minutes, Filter())
    return explain(request, using=using, now=datetime(2025, 1, 1))


def _counted(script: Script, added: list[str]) -> Counter[str]:
    lost = [claim for claim in script.claims if not told_whole(claim, script)]
    return Counter(
        {
            "scripts": 1,
            "scripts a model worded": int(script.label.written),
            "lines": len(script.lines),
            "lines cut": len(script.cut),
            "outside the claims": len(added),
            "claims": len(script.claims),
            "claims not told whole": len(lost),
            "essential claims not told whole": sum(claim.essential for claim in lost),
            "calls": script.usage.calls,
        }
    )


def _print(counts: Counter[str], found: list[str], *, seconds: float, model: str) -> None:
    table = Table(title=f"{model or 'templates'}, {seconds:.0f} s")
    table.add_column("what")
    table.add_column("number", justify="right")
    for name, number in counts.items():
        table.add_row(name, str(number))
    console = Console(width=120)
    console.print(table)
    for each in found:
        console.print(f"outside: {each}")


if __name__ == "__main__":
    main()
