"""The sentence gate: each sentence of an answer judged against the sources it cites. Pure: no model, no I/O."""

from assistant.verify.analysis import prepare
from assistant.verify.gate import support, verify

__all__ = ["prepare", "support", "verify"]
