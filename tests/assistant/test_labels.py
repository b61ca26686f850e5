"""Generated text says so to readers and programs; quoted text does not claim to be generated."""

from __future__ import annotations

import json
from datetime import datetime

from assistant.labels import Label

NOON = datetime(2026, 1, 5, 12, 30)


def test_generated_text_names_model_prompt_and_date_and_has_the_standards_entry() -> None:
    label = Label(True, "qwen-plus", "0123456789abcdef", NOON)
    for part in ("人工智能生成", "qwen-plus", "0123456789abcdef", "2026-01-05"):
        assert part in label.visible
    assert label.aigc is not None
    fields = json.loads(label.aigc)
    assert fields["Label"] == "1"
    assert fields["ContentProducer"]
    assert set(fields) >= {"ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"}


def test_quoted_text_says_that_a_program_quoted_it() -> None:
    label = Label(False, "程序摘句", None, NOON)
    assert "摘句" in label.visible
    assert "由人工智能生成" not in label.visible
    assert label.aigc is None
