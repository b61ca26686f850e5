"""Twelve topics of the sample newspaper for three audiences: a second check, which knows nothing of the gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant.explain import Explaining, basis_for, explain
from assistant.explain_check import facts_table
from assistant.explain_records import ScriptForm
from assistant.tellings import load_audience, load_scene
from benchmarks.second_look import AUDIENCES, TOPICS, foreign, told_whole
from tests.digest_rig import sample_articles
from tests.explain_rig import NOON, asked
from tests.store_home import StoreHome
from vectorstore.store import VectorStore

FORMS: tuple[ScriptForm, ...] = ("script", "dialogue", "cards")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorStore]:
    with closing(StoreHome(tmp_path_factory.mktemp("sample"))) as home:
        store = home.open()
        with store.writing():
            store.add(sample_articles())
        yield store


@pytest.mark.parametrize("topic", TOPICS)
def test_three_audiences_are_told_what_the_papers_say_and_nothing_else(
    library: VectorStore, topic: str
) -> None:
    for form in FORMS:
        request = asked(topic, audiences=AUDIENCES, form=form)
        scripts = explain(request, using=Explaining(library, None), now=NOON)
        assert [script.audience for script in scripts] == list(AUDIENCES)
        for script in scripts:
            assert foreign(script) == []
            essential = [claim for claim in script.claims if claim.essential]
            assert essential
            assert all(told_whole(claim, script) for claim in script.claims)
            assert {n for claim in script.claims for n in claim.citations} == {
                c.number for c in script.citations
            }
        assert len({script.claims for script in scripts}) == 1
        bases = [basis_for(s, load_audience(s.audience), load_scene(s.scene)) for s in scripts]
        rows = facts_table(list(zip(scripts, bases, strict=True)))
        assert all(row.identical for row in rows)


def test_every_claim_is_quoted_letter_by_letter(library: VectorStore) -> None:
    for topic in TOPICS:
        (script,) = explain(asked(topic), using=Explaining(library, None), now=NOON)
        for cited in script.citations:
            article = library.library.find(cited.article_id)
            assert article is not None
            assert article.text[cited.start : cited.end] == cited.quote


def test_the_second_check_sees_what_is_planted(library: VectorStore) -> None:
    (script,) = explain(asked(TOPICS[0]), using=Explaining(library, None), now=NOON)
    for planted in ("每人再领88元。", "河南省也有。", "两年以后办。", "明年再来。", "工会保证办好。"):
        lines = (*script.lines, script.lines[1].__class__(99, "小宣", planted, (1,), "body"))
        assert foreign(
            script.__class__(**{n: getattr(script, n) for n in script.__slots__} | {"lines": lines})
        )


def test_corrected_reports_are_told_in_their_right_form(library: VectorStore) -> None:
    (script,) = explain(asked("郢州端午前欠薪工钱"), using=Explaining(library, None), now=NOON)
    text = "\n".join(line.text for line in script.lines)
    assert "47人被欠工钱126.7万元" in text
    wrong = [line for line in script.lines if "127.6万元" in line.text]
    assert all("应为" in line.text for line in wrong)
