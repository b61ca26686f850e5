from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from assistant.ingest import Ingested, ingest
from assistant.readers import Limits
from tests.store_home import StoreHome, make_article, traces
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

HEAD = (
    "本报讯（记者沈之遥）5月6日清晨，柳湾渡口的摆渡工人老船长祁万山把缆绳解开，送走当天第一批去对岸茶厂上班的女工。"
    "渡口去年冬天差点停航，柳湾镇总工会出面，请航道处、茶厂和船工坐到一张桌上，商量了4回。\n"
    "茶厂答应每月补贴渡船油料2600元，船工每天加开早晚各一班。祁万山说，船还是那条船，坐船的人"
)
TAIL = (
    "却比从前多了一倍，早班船要分两趟才渡得完。女工们凑钱给船舱添了两排长凳，茶厂把候船的棚子修好了。\n"
    "柳湾镇总工会主席闻人杰介绍，渡口的做法已经推到上游3个摆渡点，今年打算给27名船工都办上工伤保险，"
    "柴油补贴也写进了茶厂与工会签的集体合同。"
)
WHOLE = HEAD + TAIL
CLINIC = (
    "本报讯（记者贺兰心）5月5日，清河市总工会启用第一批流动体检车，三辆车开进工业园，为1260名装配工人量血压、查听力。\n"
    "“以前请假去医院要扣半天工钱。”工人褚大川说，体检不收费，结果当天发到手机上。"
)
CLINIC_TAIL = (
    "体检车上的听力检查室是装配工人最愿意去的地方，褚大川排了两回队。医生提醒他们，车间噪声大，耳塞要戴满整个班次。\n"
    "清河市总工会计划到6月底走完19个园区，流动体检车的油费和医生补助从帮扶资金里列支。"
)
MIDDLE = (
    "第二天，祁万山到航道处去了一趟，渡口的水尺要重新刻，枯水时候船底离礁石只有半尺。航道处派来测量船，"
    "在柳湾渡口量了6天，把两处浅滩标了出来。茶厂的女工这几天绕道走公路，多花40分钟。"
)
NIGHT = (
    "本报讯（记者田一禾）5月4日，青禾市纺织厂夜校开学，首批招收学员120名，每周二、周四晚上7点上课。\n"
    "夜校教师由退休技师担任，学费由厂工会承担，学满一年的学员可以参加技能鉴定。"
)
ESSAY = (
    "本报讯（记者苗青禾）5月3日，北岭煤矿职工书屋添了一批新书，矿工下井前可以借走，升井后再还。\n"
    "书屋管理员瞿小满说，借得最多的是养蜂和电工方面的书，去年一共借出3148册次。"
)
Story = tuple[str, str]
FRONT: tuple[Story, ...] = (("渡船没有停", HEAD + "（下转第3版）"), ("夜校开课", NIGHT))
INSIDE: tuple[Story, ...] = (("", "（上接第1版）" + TAIL), ("井口有间书屋", ESSAY))


def page(
    path: Path, stories: Sequence[Story], *, number: int | None, top: str = "柳湾工友报", day: int = 7
) -> Path:
    lines = [top, f"2024年5月{day}日 星期二 第{number}版", ""] if number else []
    for headline, body in stories:
        lines += [f"# {headline}", ""] if headline else []
        lines += [line for paragraph in body.split("\n") for line in (paragraph, "")]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(store: VectorStore, *paths: Path) -> Ingested:
    return ingest([str(each) for each in paths], store=store, limits=Limits(), report=lambda _step: None)


def counts(result: Ingested) -> tuple[int, int, int]:
    return result.added, result.revised, result.unchanged


def library(store: VectorStore) -> list[Article]:
    return sorted(store.library.listing(limit=50), key=lambda each: each.text)


def named(store: VectorStore, headline: str) -> Article:
    (found,) = [each for each in library(store) if each.headline == headline]
    return found


@pytest.fixture
def front(tmp_path: Path) -> Path:
    return page(tmp_path / "p1.txt", FRONT, number=1)


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    return page(tmp_path / "p3.txt", INSIDE, number=3)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("turned", [False, True])
def test_both_halves_become_one_article_whichever_comes_first(
    store: VectorStore, front: Path, inside: Path, at_once: bool, turned: bool
) -> None:
    files = (inside, front) if turned else (front, inside)
    results = [run(store, *files)] if at_once else [run(store, each) for each in files]
    assert sum(each.added for each in results) == 3
    assert sum(each.revised for each in results) == 1
    assert sum(each.reprints for each in results) == 0
    assert len(library(store)) == 3
    joined = named(store, "渡船没有停")
    assert joined.text == WHOLE
    assert (joined.page, joined.issued, joined.publication) == ("1", date(2024, 5, 7), "柳湾工友报")
    assert joined.origin == f"p1.txt（{len(HEAD)}字）→ 第3版 p3.txt"
    assert store.check().clean
    before = library(store)
    for again in ((front,), (inside,), (front, inside), (inside, front)):
        assert counts(run(store, *again)) == (0, 0, 2 * len(again))
        assert library(store) == before


def test_what_is_cited_across_the_page_break_stands_in_the_joined_text(
    store: VectorStore, front: Path, inside: Path
) -> None:
    run(store, inside)
    run(store, front)
    hits = store.search("渡口坐船的人比从前多了一倍", admit=Filter(page="1"), limit=3)
    assert hits[0].article.text == WHOLE
    across = [hit for hit in hits if "坐船的人却比从前多了一倍" in hit.passage.text]
    assert across
    for hit in hits:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_the_half_that_went_leaves_no_trace(
    store_home: StoreHome, store: VectorStore, front: Path, inside: Path
) -> None:
    run(store, inside)
    run(store, front)
    assert not traces(store_home.folder, "上接第1版")


def test_a_file_with_both_pages_gives_the_article_once(store: VectorStore, tmp_path: Path) -> None:
    both = tmp_path / "issue.txt"
    texts = [
        page(tmp_path / f"{number}.part", stories, number=number).read_text(encoding="utf-8")
        for number, stories in ((3, INSIDE), (1, FRONT))
    ]
    both.write_text("\f".join(texts), encoding="utf-8")
    assert counts(run(store, both)) == (3, 1, 0)
    assert named(store, "渡船没有停").text == WHOLE
    assert counts(run(store, both)) == (0, 0, 4)
    assert len(library(store)) == 3


def test_a_half_without_its_other_half_stays_as_it_is(store: VectorStore, front: Path, inside: Path) -> None:
    run(store, front)
    assert named(store, "渡船没有停").text == HEAD + "（下转第3版）"
    assert counts(run(store, front)) == (0, 0, 2)


@pytest.mark.parametrize(
    ("number", "mark", "top", "day"),
    [
        (3, "（上接第1版）", "柳湾工友报", 8),
        (3, "（上接第1版）", "清河晚报", 7),
        (3, "（上接第2版）", "柳湾工友报", 7),
        (4, "（上接第1版）", "柳湾工友报", 7),
    ],
    ids=["other day", "other paper", "from another page", "on another page"],
)
def test_halves_whose_marks_or_issue_differ_are_not_joined(
    store: VectorStore, tmp_path: Path, front: Path, number: int, mark: str, top: str, day: int
) -> None:
    other = page(tmp_path / "other.txt", [("", mark + TAIL)], number=number, top=top, day=day)
    assert counts(run(store, front, other)) == (3, 0, 0)
    assert named(store, "渡船没有停").text.endswith("（下转第3版）")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("heading", ["", "（上接第1版）"], ids=["mark in the text", "mark for a headline"])
def test_two_tails_on_one_page_find_their_heads(
    store: VectorStore, tmp_path: Path, turned: bool, heading: str
) -> None:
    mark = "" if heading else "（上接第1版）"
    tails = [(heading, mark + CLINIC_TAIL), (heading, mark + TAIL)]
    first = page(
        tmp_path / "p1.txt",
        [("渡船没有停", HEAD + "（下转第3版）"), ("体检车开到车间口", CLINIC + "（下转3版）")],
        number=1,
    )
    third = page(tmp_path / "p3.txt", tails, number=3)
    for each in (third, first) if turned else (first, third):
        run(store, each)
    assert [each.text for each in library(store)] == sorted([WHOLE, f"{CLINIC}\n{CLINIC_TAIL}"])
    for each in (first, third):
        assert counts(run(store, each)) == (0, 0, 2)


def test_one_of_two_like_tails_that_stays_behind_is_not_added_again(
    store: VectorStore, tmp_path: Path
) -> None:
    heading = "（上接第1版）"
    third = page(tmp_path / "p3.txt", [(heading, TAIL), (heading, CLINIC_TAIL)], number=3)
    run(store, third)
    run(store, page(tmp_path / "p1.txt", FRONT, number=1))
    assert len(library(store)) == 3
    before = library(store)
    assert counts(run(store, third)) == (0, 0, 2)
    assert library(store) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_article_over_three_pages_comes_together_in_any_order(
    store: VectorStore, tmp_path: Path, order: tuple[int, ...]
) -> None:
    head = HEAD + "。"
    files = [
        page(tmp_path / "p1.txt", [("渡船没有停", head + "（下转第二版）")], number=1),
        page(tmp_path / "p2.txt", [("", f"（上接第一版）{MIDDLE}（下转第三版）")], number=2),
        page(tmp_path / "p3.txt", [("", "（上接第二版）祁万山说，坐船的人" + TAIL)], number=3),
    ]
    for place in order:
        run(store, files[place])
    (article,) = library(store)
    assert article.text == f"{head}\n{MIDDLE}\n祁万山说，坐船的人{TAIL}"
    assert article.headline == "渡船没有停"
    for each in files:
        assert counts(run(store, each)) == (0, 0, 1)
    assert counts(run(store, *files)) == (0, 0, 3)
    assert library(store) == [article]


def damaged(text: str) -> str:
    return text.replace("，", ",").replace("2600", "26O0").replace("27名", "2l名")


@pytest.mark.parametrize("which", ["head", "tail"])
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("better", [True, False])
def test_another_extraction_of_a_half_goes_into_the_joined_article(
    store: VectorStore, tmp_path: Path, which: str, dated: bool, better: bool
) -> None:
    head, tail = (damaged(HEAD), damaged(TAIL)) if better else (HEAD, TAIL)
    other_head, other_tail = (HEAD, TAIL) if better else (damaged(HEAD), damaged(TAIL))
    files = [
        page(tmp_path / "p1.txt", [("渡船没有停", head + "（下转第3版）"), FRONT[1]], number=1),
        page(tmp_path / "p3.txt", [("", "（上接第1版）" + tail), INSIDE[1]], number=3),
    ]
    run(store, *files)
    if which == "head":
        stories, number = [("渡船没有停", other_head + "（下转第3版）"), FRONT[1]], 1
    else:
        stories, number = [("", "（上接第1版）" + other_tail), INSIDE[1]], 3
    files.append(page(tmp_path / "second.txt", stories, number=number if dated else None))
    result = run(store, files[-1])
    assert (result.added, result.revised) == (0, int(better))
    expected = (HEAD if which == "head" else head) + (TAIL if which == "tail" else tail)
    assert named(store, "渡船没有停").text == (expected if better else WHOLE)
    assert len(library(store)) == 3
    for again in files:
        assert counts(run(store, again)) == (0, 0, 2)


def test_a_short_undated_half_is_found_by_the_company_it_keeps(store: VectorStore, tmp_path: Path) -> None:
    short = HEAD[:90]
    long = f"{TAIL}\n{MIDDLE}\n{CLINIC_TAIL}\n{ESSAY[40:]}"
    run(
        store,
        page(tmp_path / "p1.txt", [("渡船没有停", damaged(short) + "（下转第3版）"), FRONT[1]], number=1),
        page(tmp_path / "p3.txt", [("", "（上接第1版）" + long)], number=3),
    )
    other = page(tmp_path / "p1-pdf.txt", [("", short + "（下转第3版）"), FRONT[1]], number=None)
    assert counts(run(store, other)) == (0, 1, 1)
    assert len(library(store)) == 2
    assert named(store, "渡船没有停").text.startswith(short)
    assert counts(run(store, other)) == (0, 0, 2)


def test_a_mark_that_stands_apart_on_the_page_belongs_to_what_follows(
    store: VectorStore, tmp_path: Path, front: Path
) -> None:
    third = tmp_path / "p3.txt"
    page(third, [("井口有间书屋", ESSAY + "\n（上接第1版）\n" + TAIL)], number=3)
    assert counts(run(store, third)) == (2, 0, 0)
    assert counts(run(store, front)) == (1, 1, 0)
    assert named(store, "渡船没有停").text == WHOLE
    assert counts(run(store, third)) == (0, 0, 2)


def test_both_extractions_of_both_pages_at_once(store: VectorStore, tmp_path: Path) -> None:
    files = [
        page(tmp_path / "p1-ocr.txt", [("渡船没有停", damaged(HEAD) + "（下转第3版）")], number=1),
        page(tmp_path / "p1-pdf.txt", [("渡船没有停", HEAD + "（下转第3版）")], number=1),
        page(tmp_path / "p3-ocr.txt", [("", "（上接第1版）" + damaged(TAIL))], number=3),
        page(tmp_path / "p3-pdf.txt", [("", "（上接第1版）" + TAIL)], number=3),
    ]
    assert counts(run(store, *files)) == (1, 3, 0)
    (article,) = library(store)
    assert article.text == WHOLE
    assert article.origin == f"p1-ocr.txt + p1-pdf.txt（{len(HEAD)}字）→ 第3版 p3-ocr.txt + p3-pdf.txt"
    assert counts(run(store, *reversed(files))) == (0, 0, 4)
    assert library(store) == [article]


@pytest.mark.parametrize("which", ["head", "tail"])
def test_a_half_corrected_in_its_own_file_replaces_that_part(
    store: VectorStore, tmp_path: Path, front: Path, inside: Path, which: str
) -> None:
    run(store, front, inside)
    if which == "head":
        page(front, [("渡船没有停", HEAD.replace("2600元", "2800元") + "（下转第3版）"), FRONT[1]], number=1)
    else:
        page(inside, [("", "（上接第1版）" + TAIL.replace("27名", "31名")), INSIDE[1]], number=3)
    assert counts(run(store, front, inside)) == (0, 1, 3)
    article = named(store, "渡船没有停")
    assert article.text == (
        WHOLE.replace("2600", "2800") if which == "head" else WHOLE.replace("27名", "31名")
    )
    assert article.revision == 2
    assert counts(run(store, front, inside)) == (0, 0, 4)


def test_the_whole_article_in_one_piece_adds_nothing(
    store: VectorStore, tmp_path: Path, front: Path, inside: Path
) -> None:
    run(store, front, inside)
    before = library(store)
    whole = page(tmp_path / "web.txt", [("渡船没有停", WHOLE), FRONT[1]], number=1)
    assert counts(run(store, whole)) == (0, 0, 2)
    assert library(store) == before


def test_halves_stored_before_they_could_be_joined_are_joined_when_one_comes_again(
    store: VectorStore, front: Path, inside: Path
) -> None:
    halves = (
        make_article(HEAD + "（下转第3版）", headline="渡船没有停", page="1"),
        make_article("（上接第1版）" + TAIL, page="3"),
    )
    with store.writing():
        store.add([replace(each, issued=date(2024, 5, 7), publication="柳湾工友报") for each in halves])
    run(store, front)
    assert named(store, "渡船没有停").text == WHOLE
    assert len(library(store)) == 2


def test_a_half_left_by_an_interrupted_run_goes_with_the_next(
    store: VectorStore, front: Path, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, inside)
    with monkeypatch.context() as patched:
        patched.setattr(store, "delete", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(store, front)
    assert len(library(store)) == 4
    run(store, front)
    assert named(store, "渡船没有停").text == WHOLE
    assert len(library(store)) == 3
    assert counts(run(store, inside)) == (0, 0, 2)
    assert store.check().clean


def interrupted(_ids: Sequence[str]) -> None:
    raise KeyboardInterrupt


# -- pages without a masthead name -------------------------------------------------------------------------


def issue_file(path: Path, *pages: tuple[int, str, Sequence[Story]]) -> Path:
    texts = []
    for number, top, stories in pages:
        texts.append(page(path, stories, number=number, top=top).read_text(encoding="utf-8"))
    path.write_text("\f".join(texts), encoding="utf-8")
    return path


@pytest.mark.parametrize("turned", [False, True])
def test_a_page_of_a_file_that_names_one_paper_is_that_papers(
    store: VectorStore, tmp_path: Path, turned: bool
) -> None:
    sheets: list[tuple[int, str, Sequence[Story]]] = [(1, "柳湾工友报", FRONT[1:]), (3, "", INSIDE[1:])]
    path = issue_file(tmp_path / "issue.txt", *(sheets[::-1] if turned else sheets))
    assert counts(run(store, path)) == (2, 0, 0)
    assert {each.publication for each in library(store)} == {"柳湾工友报"}
    before = library(store)
    assert counts(run(store, path)) == (0, 0, 2)
    alone = page(tmp_path / "p3.txt", INSIDE[1:], number=3, top="")
    assert counts(run(store, alone)) == (0, 0, 1)
    assert library(store) == before


def test_a_page_stored_without_its_papers_name_is_given_it_once(store: VectorStore, tmp_path: Path) -> None:
    path = issue_file(tmp_path / "issue.txt", (3, "", INSIDE[1:]))
    run(store, path)
    assert library(store)[0].publication is None
    issue_file(path, (1, "柳湾工友报", FRONT[1:]), (3, "", INSIDE[1:]))
    assert counts(run(store, path)) == (1, 1, 0)
    assert {each.publication for each in library(store)} == {"柳湾工友报"}
    assert counts(run(store, path)) == (0, 0, 2)


@pytest.mark.parametrize(
    "others",
    [[(1, "柳湾工友报", FRONT[1:]), (2, "清河晚报", [("体检车开到车间口", CLINIC)])], []],
    ids=["two papers", "another file"],
)
def test_a_page_whose_paper_is_not_certain_stays_without(
    store: VectorStore, tmp_path: Path, others: list[tuple[int, str, Sequence[Story]]]
) -> None:
    first = page(tmp_path / "p1.txt", FRONT[1:], number=1)
    path = issue_file(tmp_path / "issue.txt", *others, (3, "", INSIDE[1:]))
    run(store, *([path] if others else [first, path]))
    assert named(store, "井口有间书屋").publication is None
