"""Chinese text in lines."""

from __future__ import annotations

import pytest

from assistant.video.fonts import find_faces, font
from assistant.video.typeset import length, set_text, wrap

pytestmark = pytest.mark.video
TEXT = "沂州市总工会在6个县区建了《驿站指南》里写的驿站，2024年接待12,345人次，满意率98.5%，骑手都说好。"


def test_lines_keep_to_the_width_and_lose_nothing() -> None:
    face = find_faces().regular
    lines = wrap(TEXT, font(face, 40), 400, face.language)
    assert "".join(lines) == TEXT
    assert all(length(line, face, 40) <= 400 + 40 for line in lines)  # a closing mark may hang over


@pytest.mark.parametrize("width", range(240, 640, 40))
def test_no_line_begins_or_ends_as_it_must_not(width: int) -> None:
    face = find_faces().bold
    lines = wrap(TEXT, font(face, 40), width, face.language)
    assert not [line for line in lines if line[0] in "，。》%、"]
    assert not [line for line in lines if line[-1] in "《“（"]


@pytest.mark.parametrize("width", range(240, 640, 40))
def test_figures_stay_whole(width: int) -> None:
    face = find_faces().bold
    lines = wrap(TEXT, font(face, 40), width, face.language)
    for figure in ("2024", "12,345", "98.5%"):
        assert any(figure in line for line in lines)


def test_what_does_not_fit_is_set_smaller_then_cut() -> None:
    face = find_faces().regular
    smaller = set_text(TEXT, face, size=60, width=900, most=3, least=20)
    assert smaller.size < 60
    assert "".join(smaller.lines) == TEXT
    cut = set_text(TEXT, face, size=60, width=200, most=2, least=30)
    assert len(cut.lines) == 2
    assert cut.lines[-1].endswith("…")


def test_balanced_lines_are_of_about_one_length_and_part_no_word() -> None:
    face = find_faces().bold
    text = "去年六月起，寿春市总工会热线增设夜间咨询台，由律师值班接听"
    one, other = set_text(text, face, size=46, width=1000, most=2, balanced=True).lines
    assert abs(length(one, face, 46) - length(other, face, 46)) < 200
    assert one + other == text
