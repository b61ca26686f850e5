"""What a measurement hands to `make bench`: rows of its one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    name: str
    value: float
    unit: str = ""
    wanted: str = ""  # what the project promises; empty: nothing


def table(groups: Mapping[str, Sequence[Row]]) -> str:
    """All rows beneath the names of their measurements."""
    lines = []
    for group, rows in groups.items():
        lines.append(group)
        lines += [
            f"  {row.name:<44}{_number(row.value):>12} {row.unit:<12}{row.wanted}".rstrip() for row in rows
        ]
    return "\n".join(lines)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.4f}"
