"""Records of the sentence gate: what a sentence may cite, and what the gate says of it. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["supported", "partly", "unsupported"]


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage that a sentence may cite."""

    number: int  # as the reader sees it, 1-based
    text: str
    headline: str | None = None  # None: the article has none
    issued: date | None = None  # None: not known; relative dates then stay relative
    publication: str | None = None  # None: not known


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the sources say what the sentence says."""

    verdict: Verdict
    reason: str | None  # in Chinese, the parts that are not supported; None when all of it is
