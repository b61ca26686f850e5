"""Lays known articles out as a newspaper page and breaks the page as extraction tools do (seeded)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal, NamedTuple

_TO_HALF = str.maketrans("，：；（）！？“”‘’", ",:;()!?\"\"''")
_NO_LINE_START = "，。、；：！？）》」』”’,.;:!?)"


@dataclass(frozen=True)
class Known:
    """A clean article. A paragraph that is in `subheads` is one."""

    headline: str
    kicker: str | None
    paragraphs: tuple[str, ...]
    subheads: frozenset[str] = frozenset()
    photo: bool = False


@dataclass(frozen=True)
class Form:
    """How a page is laid out and broken. Numbers from 0 to 1 are probabilities, per article unless said otherwise."""

    physical: bool = False  # one physical line a line; else paragraphs, cut where a column ends
    blank_lines: bool = True
    half_width: bool = False
    wrap_spaces: bool = False  # a stray space where a line broke (paragraphs only)
    digit_spaces: bool = False
    headings: float = 0.0  # title lines marked as Markdown headings
    titles: Literal["before", "after"] = "before"
    missing_titles: float = 0.0
    swapped: float = 0.0  # an article's columns in another order
    foreign: float = 0.0  # a column of the next article among the columns of this one
    nested: float = 0.0  # the whole next article between two columns of this one
    repeated: float = 0.0  # part of a paragraph twice (per paragraph)
    lost: float = 0.0  # a column's last or first line lost (per column)
    masthead: bool = False
    contacts: bool = False
    fragments: float = 0.0  # a vertical headline's remains (per paragraph)
    column_ends: Literal["line", "paragraph"] = "line"  # columns end mid-sentence, or between paragraphs only


class Laid(NamedTuple):
    """A line of the broken page: which article it came from (-1: none), as what, and as which part of the text."""

    text: str
    article: int
    role: Literal["title", "subhead", "body", "repeat", "junk"]
    place: int


@dataclass(frozen=True)
class Made:
    """The broken page and where its lines came from."""

    text: str
    lines: tuple[Laid, ...]


def break_page(articles: list[Known], form: Form, seed: int) -> Made:
    """The page that `form` makes of `articles`."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    columns = [_columns(number, article, form, rng) for number, article in enumerate(articles)]
    titles = [_title(number, article, form, rng) for number, article in enumerate(articles)]
    groups: list[list[Laid]] = []
    number = 0
    while number < len(articles):
        own = columns[number]
        if len(own) >= 2 and rng.random() < form.swapped:
            place = rng.randrange(len(own) - 1)
            own[place], own[place + 1] = own[place + 1], own[place]
        step = 1
        if number + 1 < len(articles) and len(own) >= 2:
            other = columns[number + 1]
            cut = rng.randrange(1, len(own))
            if rng.random() < form.nested:
                inner = _with_title(other, titles[number + 1], form)
                own = [*own[:cut], *inner, *own[cut:]]
                step = 2
            elif len(other) >= 2 and rng.random() < form.foreign:
                own.insert(cut, other.pop(rng.randrange(1, len(other))))
        groups += _with_title(own, titles[number], form)
        number += step
    lines = [line for group in groups for line in group]
    lines = [*(_MASTHEAD if form.masthead else ()), *lines, *(_CONTACTS if form.contacts else ())]
    if form.half_width:
        lines = [line._replace(text=line.text.translate(_TO_HALF)) for line in lines]
    return Made(("\n\n" if form.blank_lines else "\n").join(line.text for line in lines), tuple(lines))


_MASTHEAD = [
    Laid("# 河阳劳动报", -1, "junk", 0),
    Laid("2024年5月9日 星期四 甲辰年四月初二 第3127期 今日四版", -1, "junk", 0),
    Laid("河阳劳动报社出版 国内统一连续出版物号 CN 00-0000 邮发代号 0-00 www.example.org", -1, "junk", 0),
]
_CONTACTS = [
    Laid("●新闻热线：(0999)5550111 ●发行专线：(0999)5550122 5550133", -1, "junk", 0),
    Laid("5550144", -1, "junk", 0),
    Laid("责任编辑：陶静 校对：魏冬", -1, "junk", 0),
]


def _columns(number: int, article: Known, form: Form, rng: random.Random) -> list[list[Laid]]:
    """The article's columns, each a list of lines as the extraction leaves them."""
    width = rng.choice([15, 17, 19, 19, 22, 26])
    paragraphs = [_set_lines(text, article, width) for text in article.paragraphs]
    total = sum(len(lines) for lines in paragraphs)
    count = 1 if article.photo or total < 12 else rng.choice([1, 2, 2, 3, 3, 4])
    height = -(-total // count)
    columns: list[list[list[str]]] = [[]]
    filled = 0
    for lines in paragraphs:
        rest = lines
        while rest:
            room = height - filled
            if form.column_ends == "paragraph":
                room = len(rest) if room >= len(rest) // 2 or not filled else 0
            if len(columns) == count:
                room = len(rest)
            if room <= 0:
                columns.append([])
                filled = 0
                continue
            columns[-1].append(rest[:room])
            filled += len(rest[:room])
            rest = rest[room:]
    place = 0
    made = []
    for column in columns:
        laid, place = _finish(column, number, article, form=form, place=place, rng=rng)
        made.append(laid)
    return [laid for laid in made if laid]


def _set_lines(text: str, article: Known, width: int) -> list[str]:
    """`text` in lines of `width` full-width characters, the first one indented by two where there are several."""
    if text in article.subheads:
        return [text]
    lines, line, taken = [], "", 2.0
    for char in text:
        size = 0.5 if char.isascii() else 0.8 if char in "，。、；：" else 1.0
        if taken + size > width and line and not (char in _NO_LINE_START and taken <= width):
            lines.append(line)
            line, taken = "", 0.0
        line += char
        taken += size
    return [*lines, line]


def _finish(
    column: list[list[str]], number: int, article: Known, *, form: Form, place: int, rng: random.Random
) -> tuple[list[Laid], int]:
    lines: list[Laid] = []
    for index, whole in enumerate(column):
        paragraph = whole
        if rng.random() < form.lost and len(paragraph) > 2:
            if index == len(column) - 1:
                paragraph = paragraph[:-1]
            elif index == 0:
                paragraph = paragraph[1:]
        role: Literal["subhead", "body"] = "subhead" if paragraph[0] in article.subheads else "body"
        texts = _as_extracted(paragraph, form, rng)
        if role == "subhead" and rng.random() < form.headings:
            texts = ["### " + texts[0]]
        first = len(lines)
        for text in texts:
            lines.append(Laid(text, number, role, place))
            place += 1
        if len(paragraph) >= 5 and rng.random() < form.repeated:
            cut = rng.randrange(2, len(paragraph) - 2)
            part = paragraph[:cut] if rng.random() < 0.5 else paragraph[cut:]
            if len("".join(part)) >= 34:
                again = [Laid(text, number, "repeat", place) for text in _as_extracted(part, form, rng)]
                spot = rng.choice([first, len(lines), 0])
                lines[spot:spot] = again
        if rng.random() < form.fragments:
            lines.append(Laid(rng.choice(["度开", "暖 心 驿 站 行", "益"]), -1, "junk", 0))
    return lines, place


def _as_extracted(paragraph: list[str], form: Form, rng: random.Random) -> list[str]:
    if form.physical:
        return [_space_digits(line, rng) if form.digit_spaces else line for line in paragraph]
    return [(" " if form.wrap_spaces else "").join(paragraph)]


def _space_digits(line: str, rng: random.Random) -> str:
    out = ""
    for index, char in enumerate(line):
        edge = (
            index
            and char.isdigit() != line[index - 1].isdigit()
            and char not in ".,"
            and line[index - 1] not in ".,"
        )
        out += (" " if edge and rng.random() < 0.5 else "") + char
    return out


def _title(number: int, article: Known, form: Form, rng: random.Random) -> list[Laid]:
    if rng.random() < form.missing_titles:
        return []
    texts = [article.kicker] if article.kicker else []
    texts.append(article.headline)
    if rng.random() < form.headings:
        texts[-1] = "#" * rng.randint(1, 3) + " " + texts[-1]
        if article.kicker and rng.random() < 0.3:
            texts[0] = "#" * rng.randint(2, 3) + " " + texts[0]
    return [Laid(text, number, "title", 0) for text in texts]


def _with_title(columns: list[list[Laid]], title: list[Laid], form: Form) -> list[list[Laid]]:
    return [*columns, title] if form.titles == "after" else [title, *columns]
