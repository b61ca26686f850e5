"""Scripts kept in a data folder, and those that an article has gone from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ScriptError
from assistant.explain_records import Script, Step
from assistant.scripts import Scripts
from assistant.stale import stale
from tests.explain_rig import NOON, TEXT, article, script_of
from vectorstore.store import VectorStore


@pytest.fixture
def scripts(tmp_path: Path) -> Iterator[Scripts]:
    with closing(Scripts(tmp_path / "scripts.sqlite")) as opened:
        yield opened


@pytest.fixture
def script(store: VectorStore) -> Script:
    with store.writing():
        store.add([article(external_id="a1")])
    return script_of(store)


def test_a_script_is_read_back_whole(scripts: Scripts, script: Script, tmp_path: Path) -> None:
    number = scripts.keep(script, by="程序", at=NOON).id
    with closing(Scripts(tmp_path / "scripts.sqlite")) as again:
        found = again.find(number)
    assert found.script == script
    assert found.steps == (Step("made", "程序", NOON),)


def test_steps_give_the_state(scripts: Scripts, script: Script) -> None:
    kept = scripts.keep(script, by="程序", at=NOON)
    for stage, by in (("first", "甲"), ("second", "乙")):
        kept = scripts.record(kept.id, script, Step(stage, by, NOON, "好"))  # type: ignore[arg-type] # they are stages
    assert kept.script.state == "reviewed"
    assert [step.by for step in kept.steps] == ["程序", "甲", "乙"]
    assert scripts.listing() == (kept,)


def test_a_script_that_is_not_there(scripts: Scripts, script: Script) -> None:
    for act in (scripts.find, scripts.delete):
        with pytest.raises(ScriptError, match="没有编号为 3"):
            act(3)
    with pytest.raises(ScriptError):
        scripts.record(3, script, Step("first", "甲", NOON))


def test_a_deleted_script_stands_in_no_file(scripts: Scripts, script: Script, tmp_path: Path) -> None:
    number = scripts.keep(script, by="程序", at=NOON).id
    scripts.delete(number)
    assert scripts.listing() == ()
    assert not any("高温补贴".encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_a_script_whose_articles_stand_is_not_stale(
    scripts: Scripts, script: Script, store: VectorStore
) -> None:
    scripts.keep(script, by="程序", at=NOON)
    assert stale(scripts.listing(), store.library) == ()


def test_a_withdrawn_article_makes_its_scripts_stale(
    scripts: Scripts, script: Script, store: VectorStore
) -> None:
    kept = scripts.keep(script, by="程序", at=NOON)
    with store.writing():
        store.delete(list(script.articles))
    (found,) = stale(scripts.listing(), store.library)
    assert found.kept.id == kept.id
    assert found.reasons == ("《松江高温补贴来了》已不在文库里",)


def test_a_correction_makes_scripts_stale_until_they_tell_it(
    scripts: Scripts, script: Script, store: VectorStore
) -> None:
    scripts.keep(script, by="程序", at=NOON)
    notice = article(
        "本报5月9日二版《松江高温补贴来了》一文中，“每人每月150元”应为“每人每月130元”。特此更正。",
        headline="更正",
        issued=date(2024, 5, 20),
    )
    with store.writing():
        store.add([notice])
    (found,) = stale(scripts.listing(), store.library)
    assert "后来有更正（2024-05-20）" in found.reasons[0]
    new = script_of(store)
    assert "130元" in new.lines[1].text
    assert not any("每月150元，共发" in line.text for line in new.lines)
    scripts.keep(new, by="程序", at=NOON)
    assert [each.kept.id for each in stale(scripts.listing(), store.library)] == [found.kept.id]


def test_a_revised_article_makes_its_scripts_stale(
    scripts: Scripts, script: Script, store: VectorStore
) -> None:
    scripts.keep(script, by="程序", at=NOON)
    with store.writing():
        store.add([article(TEXT.replace("150元", "160元"), external_id="a1")])
    (found,) = stale(scripts.listing(), store.library)
    assert "有了新版本" in found.reasons[0]


def test_a_revision_that_keeps_the_quotes_leaves_scripts_alone(
    scripts: Scripts, script: Script, store: VectorStore
) -> None:
    scripts.keep(script, by="程序", at=NOON)
    with store.writing():
        store.add([article(f"{TEXT}另悉，凉棚也搭好了。", external_id="a1")])
    assert stale(scripts.listing(), store.library) == ()
