"""What a text must say of how it was made, for readers and for programs. Pure.

《人工智能生成合成内容标识办法》 (in force since 1 September 2025) and GB 45438-2025: generated text carries a visible
label, and its file's metadata an `AIGC` entry. What a program quotes from the papers is no generated text, and says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

PRODUCER = "union-news-assistant"
_GENERATED = "1"  # GB 45438-2025, Label: the content is generated, and certainly so


@dataclass(frozen=True, slots=True)
class Label:
    """How a text was made."""

    written: bool  # by a chat model; False: quoted by a program
    model: str  # the chat model's name, or the method's
    prompt_digest: str | None  # None: no chat model was asked
    made: datetime

    @property
    def visible(self) -> str:
        """The line readers see."""
        when = f"{self.made:%Y-%m-%d %H:%M}"
        if self.written:
            return (
                f"本文由人工智能生成（模型 {self.model}，提示词 {self.prompt_digest}，{when}）；每句话都经程序与报纸原文核对，"
                "引用前请看原文。"
            )
        return f"本文由程序从报纸原文摘句编排（{self.model}，{when}），没有使用生成式人工智能改写。"

    @property
    def aigc(self) -> str | None:
        """The `AIGC` entry of the metadata, JSON of the fields the standard names; None: not generated."""
        if not self.written:
            return None
        made = f"{self.model} {self.prompt_digest} {self.made.isoformat()}"
        fields = {
            "Label": _GENERATED,
            "ContentProducer": PRODUCER,
            "ProduceID": sha256(made.encode("utf-8")).hexdigest()[:32],
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        }
        return json.dumps(fields, ensure_ascii=False)
