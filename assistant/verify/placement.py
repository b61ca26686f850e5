"""Which sentence of which source each clause of a claim is held against."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.verify.analysis import Analysis
from assistant.verify.checks import compare
from assistant.verify.comparison import Comparison
from assistant.verify.tokens import Token

_LITTLE = 2.0  # a clause with less than this weight is judged together with the next
_LEADING = frozenset(
    {"说", "显示", "认为", "发现", "要求", "称"}
)  # a clause ending so has its object in the next
_CHANGE = 2.0  # votes that one more source sentence in an answer sentence must bring
_ALONE = 0.9  # share at which a clause may be taken from a source sentence of its own
Home = tuple[int, int]  # source, sentence
_MISSING = 0.5  # share of a clause without which it looks for a source sentence of its own


def placed(claim: Sequence[Token], passages: Sequence[Analysis]) -> list[Comparison]:
    """Each stretch of the claim with the source sentence that fits it best."""
    segments = _segments(claim)
    votes = [_votes(segment, passages) for segment in segments]
    homes = _homes(votes)
    result = _at(segments, homes, passages)
    borne_out = {token: s for c in result for token, s in zip(c.claim, c.support, strict=True)}
    moved = False
    for number, segment in enumerate(segments):
        own = max(votes[number], key=lambda home: votes[number][home], default=homes[number])
        missing = sum(token.weight * (1 - borne_out.get(token, 0.0)) for token in segment)
        if own != homes[number] and missing > _MISSING * sum(token.weight for token in segment):
            (alone,) = _at([segment], [own], passages)
            if not alone.findings and share([alone]) >= _ALONE:
                homes[number], moved = own, True
    return _at(segments, homes, passages) if moved else result


def _at(
    segments: Sequence[Sequence[Token]], homes: Sequence[Home], passages: Sequence[Analysis]
) -> list[Comparison]:
    """The segments compared at their homes, neighbours of one home together."""
    elsewhere = "\n".join(passage.text for passage in passages)
    stretches: list[tuple[Home, list[Token]]] = []
    for home, segment in zip(homes, segments, strict=True):
        if stretches and stretches[-1][0] == home:
            stretches[-1][1].extend(segment)
        else:
            stretches.append((home, list(segment)))
    return [
        compare(tokens, passages[source], sentence, elsewhere=elsewhere)
        for (source, sentence), tokens in stretches
        if passages[source].tokens
    ]


def _homes(votes: Sequence[dict[Home, float]]) -> list[Home]:
    """The path of source sentences with the most votes, each change of sentence paid for (Viterbi)."""
    best: dict[Home, tuple[float, list[Home]]] = {home: (0.0, []) for scores in votes for home in scores}
    for scores in votes:
        top, path = max(best.values(), key=lambda item: item[0], default=(0.0, []))
        following: dict[Home, tuple[float, list[Home]]] = {}
        for home, (stay, stay_path) in best.items():
            before, trail = (stay, stay_path) if stay >= top - _CHANGE else (top - _CHANGE, path)
            following[home] = (before + scores.get(home, 0.0), [*trail, home])
        best = following
    return max(best.values(), key=lambda item: item[0], default=(0.0, [(0, 0)] * len(votes)))[1]


def _segments(claim: Sequence[Token]) -> list[list[Token]]:
    """The clauses of the claim, little ones joined to the next."""
    segments: list[list[Token]] = []
    open_segment = False
    for token in claim:
        if segments and (token.clause == segments[-1][-1].clause or open_segment):
            segments[-1].append(token)
        else:
            segments.append([token])
        open_segment = token.key in _LEADING or sum(t.weight for t in segments[-1]) < _LITTLE
    if len(segments) > 1 and sum(t.weight for t in segments[-1]) < _LITTLE:
        segments[-2].extend(segments.pop())
    return segments


def _votes(tokens: Sequence[Token], passages: Sequence[Analysis]) -> dict[Home, float]:
    """For each (source, sentence) the weight of the tokens it has; a long name counts no more than a short one."""
    votes: dict[Home, float] = {}
    run = 0
    for number, token in enumerate(tokens):
        touching = (
            token.nominal and number and tokens[number - 1].nominal and tokens[number - 1].end == token.start
        )
        run = run + 1 if touching else 0
        weight = (token.weight + 0.05) * (1.0 if run == 0 else 0.3)
        for source, passage in enumerate(passages):
            for sentence in passage.places.get(token.key, ()):
                votes[source, sentence] = votes.get((source, sentence), 0.0) + weight
    return votes


def share(comparisons: Sequence[Comparison]) -> float:
    """How much of the weight of what was compared is borne out, 0 to 1."""
    total = sum(token.weight for c in comparisons for token in c.claim)
    borne_out = sum(
        token.weight * s for c in comparisons for token, s in zip(c.claim, c.support, strict=True)
    )
    return borne_out / total if total else 0.0
