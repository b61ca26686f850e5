"""The parts of a text that are compared by value or letter by letter: dates, quantities, codes, 王女士."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.verify.dates import DATE, Day, read_date
from assistant.verify.names import SURNAMES
from assistant.verify.quantities import QUANTITY, Quantity, read_quantity, with_unit_of

_CALLED = "某某|某|女士|先生|老师|爷爷|奶奶|阿姨|大爷|大妈|婆婆|医生|大夫|警官|师傅|大姐|大哥"
_BOUND_STARTS = "超突不至最起多高大逾低少小未将接约近"
_STARTS = (
    "".join(sorted(SURNAMES))
    + "零〇一二两三四五六七八九十百千万亿第数几好成今昨明去前后本上下这周星礼"
    + _BOUND_STARTS
)
_ATOM = re.compile(
    rf"(?=[{_STARTS}\dA-Za-z])(?:"  # only a gain in speed
    r"(?P<code>(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3,4}-?\d{3,4})(?!\d)"
    r"|(?<![A-Za-z\d])(?:[A-Za-z]+-?\d[A-Za-z\d-]*|\d+[A-Za-z][A-Za-z\d]*(?<!km)(?<!kg)(?<!cm)(?<!mm)(?<!\dm)(?<!\dg)))"
    rf"|(?P<person>[{''.join(sorted(SURNAMES))}](?:{_CALLED}))"
    rf"|(?P<date>{DATE})|(?P<quantity>{QUANTITY}))"
)
_RANGE = re.compile(r"^(?:[至到、~或和]|-{1,2})$")


class Atom(NamedTuple):
    """One such part: where it stands and what it is."""

    start: int
    end: int
    kind: str  # "date", "quantity", "code" or "person"
    key: str  # equal for equal meaning
    value: Quantity | Day | None  # None: a code or a person


def atoms_of(text: str) -> list[Atom]:
    """The dates, quantities and codes of `text`, in order: start, end, kind, key, value."""
    atoms: list[Atom] = []
    month: int | None = None
    for match in _ATOM.finditer(text):
        start, end = match.span()
        if match["code"]:
            atoms.append(Atom(start, end, "code", match["code"].replace("-", "").lower(), None))
        elif match["person"]:
            atoms.append(Atom(start, end, "person", match["person"], None))
        elif match["date"]:
            day = read_date(match, month)
            if day:
                month = day.month or month
                atoms.append(Atom(start, end, "date", day.key, day))
        else:
            quantity = read_quantity(match)
            if quantity:
                end -= len(match.group()) - len(match.group().rstrip())
                atoms.append(Atom(start, end, "quantity", quantity.key, quantity))
    return _ranged(text, atoms)


def _ranged(text: str, atoms: list[Atom]) -> list[Atom]:
    """Give the first number of 3至5万元 the unit and scale of the second."""
    for i in range(len(atoms) - 2, -1, -1):
        start, end, kind, _, value = atoms[i]
        following = atoms[i + 1][4]
        if not isinstance(value, Quantity) or not isinstance(following, Quantity) or value.unit:
            continue
        if following.unit and _RANGE.match(text[end : atoms[i + 1][0]]):
            value = with_unit_of(value, following, text[atoms[i + 1][0] : atoms[i + 1][1]])
            atoms[i] = Atom(start, end, kind, value.key, value)
    return atoms
