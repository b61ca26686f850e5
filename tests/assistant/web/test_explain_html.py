"""A script as HTML: every word escaped, every mark a button."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.explain_records import Cut, Script
from assistant.web.explain_html import claims_html, lines_html
from tests.explain_rig import article, script_of
from vectorstore.store import VectorStore


@pytest.fixture
def script(store: VectorStore) -> Script:
    with store.writing():
        store.add([article(external_id="a1")])
    return script_of(store)


def test_each_line_has_the_marks_of_its_claims(script: Script) -> None:
    html = lines_html(script)
    assert html.count("data-line=") == len(script.lines)
    assert 'data-line="2"' in html
    assert html.count('data-mark="1"') == 3  # opening, its own line, ending
    assert "拨打12351" in html


def test_claims_name_their_sources(script: Script) -> None:
    html = claims_html(script)
    assert html.count("<li value=") == 4
    assert "《松江工友》 2024-05-09 第2版" in html
    assert "必讲：报道的主要事实" in html
    assert '<b class="una-figure">150元</b>' in html


def test_words_are_no_markup(script: Script) -> None:
    bad = "<img src=x onerror=alert(1)>"
    spoiled = replace(
        script,
        lines=tuple(replace(line, text=bad, speaker=bad) for line in script.lines),
        claims=tuple(replace(claim, text=bad, why=bad, figure=bad) for claim in script.claims),
        citations=tuple(replace(cited, headline=bad, publication=bad) for cited in script.citations),
        cut=(Cut(bad, (bad,)),),
    )
    assert "<img" not in lines_html(spoiled) + claims_html(spoiled)


def test_speakers_are_named_in_a_dialogue_and_cards_are_cards(script: Script) -> None:
    assert "<b>小宣：</b>" in lines_html(replace(script, form="dialogue"))
    assert "<b>小宣：</b>" not in lines_html(script)
    assert 'class="una-card"' in lines_html(replace(script, form="cards"))
