"""A script as a JSON document for whoever speaks it: lines, timings, sources, and what two live figures are sent. Pure.

LiveTalking takes `POST /human` with `sessionid`, `type`, `text`, `interrupt` for each line; Fay takes
`POST /transparent-pass` with `user`, `text`, `audio`. docs/explain.md says how they are sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from assistant.explain_records import PRESENTER, Line, Script, Timing
from assistant.export.phrases import source
from assistant.script_json import script_to_json

Json = Mapping[str, object]


def to_handover(script: Script, timings: Sequence[Timing] = ()) -> str:
    """The document of `script_to_json` with a `handover` beside it; timings are null until the script is voiced."""
    values = json.loads(script_to_json(script))
    values["handover"] = handover_json(script, timings)
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def handover_json(script: Script, timings: Sequence[Timing] = ()) -> Json:
    """Lines with their times and sources, and the requests for LiveTalking and Fay, in speaking order."""
    spoken = [line for line in script.lines if line.speaker == PRESENTER]
    return {
        "state": script.state,
        "label": script.label.visible,
        "AIGC": script.label.aigc,
        "lines": [_line(script, line, timings) for line in script.lines],
        "livetalking": [
            {"sessionid": "0", "type": "echo", "interrupt": at == 0, "text": line.text}
            for at, line in enumerate(spoken)
        ],
        "fay": [{"user": "User", "text": line.text, "audio": None} for line in spoken],
    }


def _line(script: Script, line: Line, timings: Sequence[Timing]) -> Json:
    own = [timing for timing in timings if timing.line == line.number]
    return {
        "number": line.number,
        "speaker": line.speaker,
        "text": line.text,
        "part": line.part,
        "claims": list(line.claims),
        "start": min((timing.start for timing in own), default=None),
        "end": max((timing.end for timing in own), default=None),
        "sources": [
            {"number": cited.number, "article": cited.article_id, "said": source(cited)}
            for cited in script.citations_of(line)
        ],
    }
