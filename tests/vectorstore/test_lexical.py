"""The lexical leg: words, headlines, rarity, damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.store_home import make_article
from vectorstore.chunking import chunk
from vectorstore.errors import IndexFailure
from vectorstore.identity import identified
from vectorstore.legs import Entry, Probe
from vectorstore.lexical import LexicalIndex
from vectorstore.records import Article, Filter

NOWHERE = np.zeros(1, dtype=np.float32)


def entry(article: Article) -> Entry:
    _, article = identified(article)
    (passage,) = chunk(article)
    return Entry(passage, article, NOWHERE)


def entries(*texts: str) -> list[Entry]:
    return [entry(make_article(text)) for text in texts]


def found(index: LexicalIndex, question: str) -> list[str]:
    return [each.passage_id for each in index.search(Probe(question, NOWHERE), admit=Filter(), limit=10)]


def test_a_passage_without_any_of_the_words_is_not_proposed(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    buses, _ = held = entries("公交车司机休息室启用。", "图书馆延长开放时间。")
    index.add(held)
    assert found(index, "公交车") == [buses.passage.id]
    assert found(index, "航天员") == []


@pytest.mark.parametrize("question", ["", "？！……", "   "])
def test_a_question_without_words_finds_nothing(tmp_path: Path, question: str) -> None:
    index = LexicalIndex(tmp_path)
    index.add(entries("公交车司机休息室启用。"))
    assert found(index, question) == []


@pytest.mark.parametrize("question", ["12351热线", "１２３５１热线", "ＡＰＰ", "app"])
def test_width_and_case_do_not_matter(tmp_path: Path, question: str) -> None:
    index = LexicalIndex(tmp_path)
    index.add(entries("拨打12351热线，或在App里预约。"))
    assert len(found(index, question)) == 1


def test_a_word_of_the_headline_counts(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    headed = entry(make_article("首批名额共有八十个。", headline="母婴室开放预约"))
    index.add([headed, *entries("首批名额共有九十个。")])
    assert found(index, "母婴室") == [headed.passage.id]


def test_query_syntax_is_only_words(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add(entries("公交车司机休息室启用。"))
    assert len(found(index, 'title:"公交车" AND (NOT x)^2 ~ *')) == 1


def test_rarity_goes_from_everywhere_to_nowhere(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    assert index.rarity(["工会"]) == (1.0,)
    index.add(entries(*(f"工会为职工办实事{number}。" for number in range(9)), "工会请来刺绣师傅。"))
    everywhere, once, nowhere, wordless, rarest = index.rarity(["工会", "刺绣", "潜水艇", "。", "工会刺绣"])
    assert everywhere == 0.0
    assert everywhere < once < nowhere == 1.0
    assert wordless == 1.0
    assert rarest == once


def test_no_word_stands_readable_in_the_files(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add([entry(make_article("螺丝钉qwertyasdf精神。", headline="螺丝钉"))])
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "螺丝钉".encode() not in raw
    assert b"qwertyasdf" not in raw


@pytest.mark.parametrize("lost", ["*.term", "meta.json"])
def test_lost_files_are_noticed_or_begun_anew_and_clearing_mends_them(tmp_path: Path, lost: str) -> None:
    index = LexicalIndex(tmp_path)
    held = entries("公交车司机休息室启用。", "图书馆延长开放时间。")
    index.add(held)
    for path in tmp_path.glob(lost):
        path.unlink()
    index = LexicalIndex(tmp_path)
    if lost == "*.term":
        assert index.damaged()
        with pytest.raises(IndexFailure, match="library rebuild"):
            found(index, "公交车")
    else:
        assert index.ids() == frozenset()
    index.clear()
    index.add(held)
    assert not index.damaged()
    assert len(found(index, "公交车")) == 1


def test_clearing_cut_short_leaves_an_empty_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = LexicalIndex(tmp_path)
    index.add(entries("公交车司机休息室启用。"))

    def cut_short(folder: Path, *, ignore_errors: bool) -> None:
        next(folder.glob("*.term")).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", cut_short)
        with pytest.raises(KeyboardInterrupt):
            index.clear()
    reopened = LexicalIndex(tmp_path)
    assert reopened.ids() == frozenset()
    reopened.add(entries("图书馆延长开放时间。"))
    assert len(found(reopened, "图书馆")) == 1


def test_a_folder_that_cannot_be_made_is_an_index_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFailure):
        LexicalIndex(tmp_path / "file" / "lexical").ids()
