"""A page generator: known articles set as a broadsheet in HTML, printed by Chromium to PDF and PNG.

The layout is drawn from a `random.Random`: columns are split among articles and articles stacked above one
another, with headlines across one or more columns, kickers, vertical headlines, boxed photo news, a masthead,
and column rules or bare gutters between neighbours. The words are the sample newspaper's.
"""

from __future__ import annotations

import html
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.assistant.readers.ground_truth import SUBHEADS, Story
from tests.chromium import chromium

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DPI = 200
BODY_PX = 12
GAP_PX = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page laid out: the HTML, and what stands on it."""

    html: str
    width: int  # CSS pixels
    stories: tuple[Story, ...]


def lay_out(stories: Sequence[Story], *, columns: int, random: Random) -> Sheet:
    """The stories on one page of so many columns."""
    press = _Press(column=BODY_PX * random.randint(15, 19), random=random)
    width = press.span(columns) + 60
    pile = press.stack(list(stories), columns)
    markup = _PAGE.format(
        size=BODY_PX,
        leading=random.choice((1.4, 1.5, 1.6)),
        face=random.choice(("Noto Serif CJK SC", "Noto Sans CJK SC")),
        width=width - 60,
        upright=random.choice(("mixed", "upright")),
        masthead=press.masthead(),
        pile=pile,
    )
    return Sheet(markup, width, tuple(stories))


class _Press:
    """Turns stories into nested boxes; a box is as wide as the columns it spans and as high as it must be."""

    def __init__(self, *, column: int, random: Random) -> None:
        self._column = column
        self._random = random
        self._ruled = random.random() < 0.5

    def span(self, columns: int) -> int:
        """Pixels that so many columns take, gutters between them included."""
        return columns * self._column + (columns - 1) * GAP_PX

    def stack(self, stories: list[Story], columns: int) -> str:
        """Stories above one another, some of the rows split side by side."""
        rows = []
        while stories:
            most = min(len(stories), columns, 4)
            take = self._random.randint(1, most) if columns > 1 else 1
            if columns >= 4 and len(stories) > 1:
                take = max(take, 2)
            rows.append(self._row(stories[:take], columns))
            stories = stories[take:]
        return "".join(rows)

    def _row(self, stories: list[Story], columns: int) -> str:
        if len(stories) == 1:
            return f'<div class="row">{self._story(stories[0], columns)}</div>'
        groups = self._groups(stories, columns)
        cells, rule = [], self._random.choice(("rule", "bare", "bare"))
        for at, (group, share) in enumerate(groups):
            inside = self.stack(group, share) if len(group) > 1 else self._story(group[0], share)
            cells.append(
                f'<div class="cell {rule if at else ""}" style="width:{self.span(share)}px">{inside}</div>'
            )
        line = " ruled" if self._random.random() < 0.6 else ""
        return f'<div class="row{line}">{"".join(cells)}</div>'

    def _groups(self, stories: list[Story], columns: int) -> list[tuple[list[Story], int]]:
        """Neighbours and the columns each gets, in proportion to its text."""
        count = min(self._random.randint(2, 3), len(stories), columns)
        groups: list[list[Story]] = [[] for _ in range(count)]
        for at, story in enumerate(stories):
            groups[at % count].append(story)
        weights = [sum(len("".join(story.body)) + 120 for story in group) for group in groups]
        shares = [1] * count
        for _ in range(columns - count):
            neediest = max(range(count), key=lambda at: weights[at] / shares[at])
            shares[neediest] += 1
        return list(zip(groups, shares, strict=True))

    def _story(self, story: Story, columns: int) -> str:
        if story.kind == "photo":
            return self._photo(story)
        length = len("".join(story.body))
        wordy = columns >= 2 and length / (columns - 1) > 220 and len(story.headline) <= 16
        if wordy and self._random.random() < 0.4:
            return self._vertical(story, columns)
        size = self._random.choice((22, 26, 30) if columns > 1 else (18, 20, 22))
        parts = [_line("kicker", story.kicker), _line("headline", story.headline, f"font-size:{size}px")]
        parts.append(_line("subtitle", story.subtitle))
        place = self._random.choice(("center", "center", "left"))
        head = f'<div class="head" style="text-align:{place}">{"".join(parts)}</div>'
        return f'<div class="story">{head}{self._body(story, columns)}</div>'

    def _vertical(self, story: Story, columns: int) -> str:
        aside = _line("kicker", story.kicker) + _line("headline", story.headline, "font-size:26px")
        tall = f'<div class="tall">{aside}{_line("subtitle", story.subtitle)}</div>'
        width = self.span(columns) - 100 if columns == 2 else self.span(columns - 1)
        body = f'<div style="width:{width}px">{self._body(story, max(1, columns - 1))}</div>'
        pair = (tall, body) if self._random.random() < 0.5 else (body, tall)
        return f'<div class="story beside">{"".join(pair)}</div>'

    def _photo(self, story: Story) -> str:
        height = self._random.randint(120, 200)
        text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in story.body)
        head = _line("headline", story.headline, "font-size:18px")
        picture = f'<div class="picture" style="height:{height}px"></div>'
        inside = head + picture if self._random.random() < 0.5 else picture + head
        return f'<div class="story box">{inside}<div class="body">{text}</div></div>'

    def _body(self, story: Story, columns: int) -> str:
        rule = "column-rule:1px solid #999;" if self._ruled else ""
        style = f"column-count:{columns};column-gap:{GAP_PX}px;{rule}"
        size = self._random.choice((12, 13, 14))
        paragraphs = [
            f'<p class="subhead" style="font-size:{size}px">{paragraph}</p>'
            if paragraph in SUBHEADS
            else f"<p>{html.escape(paragraph)}</p>"
            for paragraph in story.body
        ]
        if len(paragraphs) > 3 and self._random.random() < 0.2:
            paragraphs.insert(2, '<div class="picture" style="height:90px"></div>')
        return f'<div class="body" style="{style}">{"".join(paragraphs)}</div>'

    def masthead(self) -> str:
        """A front page's nameplate, or the one line above an inside page."""
        day = self._random.randint(1, 28)
        if self._random.random() < 0.5:
            return (
                '<div class="nameplate">江城职工报</div><div class="imprint">'
                f"2024年6月{day}日　星期三　第{3000 + day}期　今日4版　国内统一连续出版物号 CN00-0000</div>"
            )
        return f'<div class="imprint">2　要闻　2024年6月{day}日　星期三　责任编辑　周明　江城职工报</div>'


def _line(name: str, text: str | None, style: str = "") -> str:
    return f'<div class="{name}" style="{style}">{html.escape(text)}</div>' if text else ""


def print_pdf(sheet: Sheet, folder: Path) -> Path:
    """The sheet as a one-page PDF with a text layer, in `folder`."""
    source, target = folder / "sheet.html", folder / "sheet.pdf"
    source.write_text(sheet.html, encoding="utf-8")
    _chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
    return target


def print_png(sheet: Sheet, folder: Path, *, height: int) -> Path:
    """The sheet as a picture of 200 dots an inch; `height` is the page's, in CSS pixels."""
    source, target = folder / "sheet.html", folder / "sheet.png"
    source.write_text(sheet.html, encoding="utf-8")
    scale = f"--force-device-scale-factor={DPI / 96:.4f}"
    size = f"--window-size={sheet.width},{height}"
    _chromium(folder, scale, size, f"--screenshot={target}", source.as_uri())
    return target


def _chromium(folder: Path, *arguments: str) -> None:
    browser = chromium()
    assert browser is not None, "no Chromium on this machine"
    command = [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>版面</title><style>
* {{ box-sizing: border-box }}
body {{ margin: 0; padding: 24px 30px; width: {width}px; box-sizing: content-box; background: white;
  font: {size}px/{leading} "{face}"; text-align: justify }}
p {{ margin: 0; text-indent: 2em }}
.row {{ display: flex; gap: 20px; margin-bottom: 18px }}
.row.ruled {{ border-bottom: 1px solid #555; padding-bottom: 10px }}
.cell, .story {{ flex: none; position: relative }}
.row > .story {{ width: 100% }}
.cell.rule::before {{ content: ""; position: absolute; left: -10px; top: 0; bottom: 0; border-left: 1px solid #555 }}
.head {{ margin-bottom: 8px; line-height: 1.25 }}
.headline {{ font-weight: bold; line-height: 1.25 }}
.kicker {{ font-size: 16px; line-height: 1.4 }}
.subtitle {{ font-size: 15px; line-height: 1.4 }}
.beside {{ display: flex; justify-content: space-between }}
.tall {{ text-orientation: {upright}; writing-mode: vertical-rl; line-height: 1.25; white-space: nowrap }}
.box {{ border: 1px solid #333; padding: 10px }}
.box .headline {{ text-align: center; margin: 4px 0 }}
.subhead {{ font-weight: bold; text-align: center; text-indent: 0 }}
.footer {{ border-top: 1px solid #333; text-align: center; padding-top: 4px }}
.picture {{ break-inside: avoid; background: linear-gradient(135deg, #9ab, #dde 60%, #789); margin: 4px 0 }}
.nameplate {{ font-size: 64px; font-weight: bold; text-align: center; line-height: 1.2 }}
.imprint {{ border-top: 1px solid #333; border-bottom: 1px solid #333; margin: 4px 0 16px; text-align: center }}
</style><body>{masthead}{pile}
<div class="footer">地址：江城市工运路1号　邮编：000000　新闻热线：（0000）6120000　零售每份1.00元</div><script>
addEventListener("load", () => {{
  const style = document.createElement("style")
  const height = Math.ceil(document.body.getBoundingClientRect().height) + 2
  style.textContent = `@page {{ size: ${{document.documentElement.scrollWidth}}px ${{height}}px; margin: 0 }}`
  document.head.append(style)
}})
</script></body></html>
"""
