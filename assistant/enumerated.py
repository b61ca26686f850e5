"""The names that a question enumerates: places, bodies, persons, quoted things. Pure."""

from __future__ import annotations

import re

from assistant.question import fold, terms_of
from assistant.question_words import words

_MOST = 8
_LONGEST = 14  # characters of a name
_SEPARATOR = re.compile(r"、|以及|还有|和|与|跟|同(?=[^一时意样])|及|(?i:vs\.?)")
_QUOTED = re.compile(r"[“\"《「][^”\"》」]{1,20}[”\"》」]")
_BODY = re.compile(
    r"^(?:[省县区州]|市(?!场)|总工会|工会|[一-鿿]{0,6}?(?:公司|集团|大学|学院|医院|银行|协会|委员会))+"
)
_OWN = 8  # characters of what stands behind the name of a place
_NOUNS = ("n", "t", "u", "q")
_BEFORE = ("d", "a", "b", "vn")
_NAMES = ("nr", "ns", "nt", "nz", "eng")


def enumerated(clause: str, *, openly: bool) -> tuple[tuple[str, ...], str] | None:
    """The names of an enumeration at the beginning of a clause, and what stands behind them; None: it begins with
    none. `openly`: the question says that it compares, so that common nouns count as well."""
    sides: list[str] = []
    rest = clause
    while True:
        cut = _SEPARATOR.search(_hidden(rest))
        piece = rest[: cut.start()] if cut else rest
        last = cut is None or (bool(sides) and len(_name(piece)) < len(piece) and "的" not in sides[0])
        name = _last_name(rest, sides, openly=openly) if last else _whole_name(piece, openly=openly)
        if not name or len(name) > _LONGEST:
            return None
        sides.append(name)
        if last:
            rest = rest[len(name) :]
            break
        rest = rest[cut.end() :] if cut else ""
    if len(set(sides)) < 2 or len(sides) > _MOST:
        return None
    if not openly and _of_place(sides[0]) and not all(len(side) > len(_name(side)) for side in sides):
        return None  # 陕西热线的接通率和满意率: two figures of one thing
    return tuple(dict.fromkeys(map(_without_quotes, sides))), rest


def _without_quotes(side: str) -> str:
    return side[1:-1] if _QUOTED.fullmatch(side) and side[0] != "《" else side


def _hidden(text: str) -> str:
    """The text with quoted names blanked: what joins words inside a name joins no sides."""
    return _QUOTED.sub(lambda match: "〇" * len(match.group()), text)


def _whole_name(piece: str, *, openly: bool) -> str:
    """A piece that is one thing, with its 的 where it has one; empty: it is none."""
    name = _name(piece)
    behind = piece[len(name) :]
    if name and (not behind or (behind.startswith("的") and 2 <= len(behind) <= 9) or _is_noun(behind)):
        return piece
    return piece if openly and 2 <= len(piece) <= 8 and terms_of(fold(piece)) else ""


def _last_name(rest: str, before: list[str], *, openly: bool) -> str:
    """The last thing of the enumeration, cut off from what is asked about it."""
    name = _name(rest)
    if name and before and "的" in before[0] and rest[len(name) :].startswith("的"):
        own = re.match(r"的[^,的]*?(?=相?比|有(?:什么|何|哪)|分别|各|哪|,|$)", rest[len(name) :])
        return f"{name}{own[0]}" if own and len(own[0]) > 1 else name
    if name and before and _of_place(before[0]):
        until = "" if "的" in before[0] else "的|"
        own = re.match(
            rf"[^,]{{2,{_LONGEST}}}?(?={until}各|哪|谁|分别|相?比|一共|有(?:什么|何|哪)|之间|,|$)",
            rest[len(name) :],
        )
        return f"{name}{own[0]}" if own and _is_noun(own[0]) else name
    if name or not openly:
        return name
    plain = re.match(r"[^,的]+?(?=的|之间|相?比|有(?:什么|何|哪|啥)|在|分别|各|哪|不同|区别|,|$)", rest)
    return plain[0] if plain and 2 <= len(plain[0]) <= 8 and terms_of(fold(plain[0])) else ""


def _of_place(side: str) -> bool:
    """Whether it is the name of a place with what of it is meant right behind it: 河阳热线."""
    return _is_noun(side[len(_name(side)) :])


def _is_noun(text: str) -> bool:
    """Whether what stands behind the name of a place is what of it is meant: 热线, 司机之家, 热线的夜班."""
    tags = [tag for _, tag in words(text)]
    # 通宵驿站, 新建公寓: what stands before the noun may be an adverb or an adjective.
    told = all(tag.startswith((*_NOUNS, *_BEFORE)) for tag in tags[:-1])
    return 2 <= len(text) <= _OWN and told and all(tag.startswith(_NOUNS) for tag in tags[-1:])


def _name(text: str) -> str:
    """The name of a place, a body, a person or a quoted thing that the text begins with; empty: it begins with none."""
    quoted = _QUOTED.match(text)
    if quoted:
        return quoted[0]
    first = next(iter(words(text)), ("", ""))
    if not first[1].startswith(_NAMES) or len(first[0]) < 2:
        return ""
    body = _BODY.match(text[len(first[0]) :])
    return first[0] + (body[0] if body else "")
