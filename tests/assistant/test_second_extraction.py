from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from assistant.ingest import Ingested, ingest
from assistant.readers import Limits
from assistant.second_extraction import merge, same_article, same_content, text_quality
from tests.store_home import make_article
from vectorstore.records import Article
from vectorstore.store import VectorStore

BODY = (
    "本报讯（记者贺兰心）4月16日，清河市总工会启用第一批流动体检车，三辆车开进工业园，为1260名装配工人量血压、查听力。\n"
    "“以前请假去医院要扣半天工钱。”工人褚大川说。体检不收费，结果当天发到手机上，有疑问的由市职业病医院复查。\n"
    "市总工会计划到6月底走完19个园区，费用从帮扶资金里列支，每人预算85元。"
)
DAMAGED = (
    BODY.replace("工人褚大川", "工人诸大川")
    .replace("，", ",")
    .replace("当天发到", "当天 发到")
    .replace("1260", "l260")
)
PDF = make_article(BODY, headline=None, issued=None, publication=None, page=None)
OCR = replace(
    make_article(DAMAGED, headline="体检车开到车间口", publication="清河工友"),
    kicker="清河市总工会",
    byline="记者贺兰心",
)


def test_the_better_text_is_kept_and_the_heading_supplied_by_whichever_has_it() -> None:
    assert text_quality(BODY) > text_quality(DAMAGED)
    both = merge(PDF, OCR)
    assert both.text == BODY
    assert (both.headline, both.kicker, both.byline) == ("体检车开到车间口", "清河市总工会", "记者贺兰心")
    assert (both.publication, both.issued, both.page) == ("清河工友", OCR.issued, "1")


def test_a_cut_text_loses_to_the_whole_one_however_clean() -> None:
    assert merge(replace(PDF, text=BODY[:140]), OCR).text == DAMAGED


def test_a_kicker_taken_for_the_headline_gives_way() -> None:
    mistaken = replace(PDF, headline="清河市总工会为装配工人送体检")
    right = replace(OCR, headline="车开到门口", kicker="清河市总工会为装配工人送体检")
    for both in (merge(mistaken, right), merge(right, mistaken)):
        assert (both.headline, both.kicker) == ("车开到门口", "清河市总工会为装配工人送体检")


def test_merging_does_not_depend_on_order_and_adds_nothing_twice() -> None:
    third = replace(OCR, text=BODY[:150], headline="体检车开到车间口了", page="1")
    results = [merge(merge(one, two), three) for one, two, three in permutations((PDF, OCR, third))]
    assert all(same_content(each, results[0]) for each in results)
    assert all(same_content(merge(results[0], each), results[0]) for each in (PDF, OCR, third))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PDF, OCR, True),
        (replace(OCR, text=BODY[:130]), OCR, True),
        (replace(OCR, text=BODY[:45]), OCR, False),  # a brief that points to the story
        (replace(OCR, issued=date(2024, 4, 2)), OCR, False),
        (replace(OCR, publication="别家晚报"), OCR, False),
        (replace(OCR, page="3"), OCR, False),
        (
            replace(
                OCR,
                text=BODY.replace("1260", "935").replace("19", "7").replace("85", "60").replace("16", "23"),
            ),
            OCR,
            False,
        ),
    ],
    ids=["undated", "cut short", "brief", "other day", "other paper", "other page", "other figures"],
)
def test_what_is_one_article(one: Article, other: Article, same: bool) -> None:
    assert same_article(one, other) is same
    assert same_article(other, one) is same


# -- through ingest ----------------------------------------------------------------------------------------

SECOND = (
    "本报讯（记者苗青禾）4月15日，清河市纺织厂子弟托管班开班，42名孩子放学后有了去处，厂里腾出两间会议室，请退休教师照看。\n"
    "托管班每天开到晚上七点半，夜班女工夏桂枝说，这下不用再托邻居接孩子。费用由厂工会出六成，其余由家长分摊。"
)


def page(path: Path, first: str, second: str, *, masthead: bool, headings: bool = True) -> Path:
    lines = ["清河工友", "2024年4月18日 星期四 第1版", ""] if masthead else []
    for headline, body in (("# 体检车开到车间口", first), ("# 夜班女工放心了", second)):
        lines += [headline, ""] if headings else []
        lines += [line for paragraph in body.split("\n") for line in (paragraph, "")]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(store: VectorStore, *paths: Path) -> Ingested:
    return ingest([str(each) for each in paths], store=store, limits=Limits(), report=lambda _step: None)


def library(store: VectorStore) -> list[tuple[str | None, str, date | None]]:
    listed = [(each.headline, each.text, each.issued) for each in store.library.listing(limit=20)]
    return sorted(listed, key=str)


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    """A page's OCR with damage and masthead, and its PDF text without a masthead."""
    ocr = page(tmp_path / "page-ocr.txt", DAMAGED, SECOND.replace("，", ","), masthead=True)
    return ocr, page(tmp_path / "page-pdf.txt", BODY, SECOND, masthead=False)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_two_extractions_of_a_page_give_each_article_once(
    store: VectorStore, pages: tuple[Path, Path], order: tuple[int, int], at_once: bool
) -> None:
    files = [pages[index] for index in order]
    results = [run(store, *files)] if at_once else [run(store, each) for each in files]
    assert sum(result.added for result in results) == 2
    assert [(headline, issued) for headline, _, issued in library(store)] == [
        ("体检车开到车间口", date(2024, 4, 18)),
        ("夜班女工放心了", date(2024, 4, 18)),
    ]
    assert any(text == BODY for _, text, _ in library(store))
    before = library(store)
    for again in (files, files[::-1], files[:1], files[1:]):
        result = run(store, *again)
        assert (result.added, result.revised, result.unchanged) == (0, 0, 2 * len(again))
    assert library(store) == before


def test_a_file_read_again_under_its_name_replaces_what_it_gave(store: VectorStore, tmp_path: Path) -> None:
    path = page(tmp_path / "page.txt", BODY, SECOND, masthead=True)
    run(store, path)
    page(path, BODY.replace("褚大川", "诸大川")[:-20] + "。", SECOND, masthead=True)
    result = run(store, path)
    assert (result.added, result.revised, result.unchanged) == (0, 1, 1)
    assert not any("褚大川" in text for _, text, _ in library(store))


def test_records_with_ids_of_their_own_are_never_merged(store: VectorStore, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    text = BODY.replace("\n", "")
    path.write_text(
        "".join(
            f'{{"id": "{n}", "title": "体检车", "date": "2024-04-18", "text": "{text}"}}\n' for n in (1, 2)
        ),
        encoding="utf-8",
    )
    result = run(store, path)
    assert (result.added, result.reprints) == (2, 1)
