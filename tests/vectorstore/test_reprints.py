from __future__ import annotations

from datetime import date

import pytest

from tests.store_home import StoreHome, make_article
from vectorstore.records import Filter
from vectorstore.reprints import bands, likeness, same_report, shingles
from vectorstore.store import VectorStore

NIGHT = (
    "凌晨一点，清河市的代驾司机鲁满仓把车停在路边，推开枣林街职工小屋的门，给手机充上电，泡了一碗面。"
    "从3月5日起，清河市总工会挑选16间职工小屋整夜开门，多数靠近医院、车站和夜市。夜里不派人值守，"
    "劳动者刷码进屋，值班人员在屏幕前照看。每间小屋改造花去4.2万元，添了微波炉、躺椅和药箱。"
    "头二十天，夜间进屋2136人次，其中代驾司机和外卖骑手占七成。"
)
NIGHT_AGAIN = (
    "据《清河工友》报道 凌晨一点，代驾司机鲁满仓把车停在路边，走进清河市枣林街职工小屋，给手机充电，"
    "泡了一碗面。清河市总工会从3月5日起挑选16间职工小屋整夜开门，大多靠近医院、车站和夜市。"
    "夜里没有人值守，劳动者刷码进屋，值班人员隔着屏幕照看。每间小屋改造花费4.2万元，添了微波炉、"
    "躺椅和药箱。头二十天夜间进屋2136人次，代驾司机和外卖骑手占七成。"
)
WEATHER = (
    "市气象台{0}日16时发布：今天夜间多云转阴，东北风{1}级，最低气温{2}度；明天白天阴有小雨，东南风{3}级，"
    "最高气温{4}度，相对湿度{5}%。未来三天气温起伏不大，早晚较凉，请市民适时增减衣服，雨天路滑，出行注意安全。"
)
MONDAY = WEATHER.format(6, 3, 11, 2, 19, 64)
TUESDAY = WEATHER.format(7, 4, 13, 5, 22, 71)
EXPELLED = (
    "经查，{0}违反组织纪律，在干部选拔中为他人谋取利益；违反廉洁纪律，收受礼品；违反工作纪律，插手工程。{0}身为"
    "干部，背弃职责，性质严重，应予严肃处理。经研究，决定给予{0}开除处分，收缴{0}的违纪所得，{0}的问题移送有关机关。"
)


def test_an_edited_reprint_is_the_same_report_and_its_bands_meet() -> None:
    one, other = shingles(NIGHT), shingles(NIGHT_AGAIN)
    assert 0.4 < likeness(one, other).jaccard < 0.9
    assert len(set(bands(one)) & set(bands(other))) >= 2
    assert same_report(make_article(NIGHT), make_article(NIGHT_AGAIN))


@pytest.mark.parametrize(
    ("one", "other"),
    [(MONDAY, TUESDAY), (EXPELLED.format("郝大年"), EXPELLED.format("祁玉昆")), ("今日休刊。", "今日休市。")],
    ids=["other figures", "other person", "short"],
)
def test_a_template_filled_anew_is_another_report(one: str, other: str) -> None:
    assert likeness(shingles(one), shingles(other)).jaccard > 0.1
    assert not same_report(make_article(one), make_article(other))


def test_a_report_that_only_recalls_another_is_another() -> None:
    later = (
        "清河市总工会昨日发布三年规划，将新建驿站120座，并在各区设立维修点，经费列入年度预算。规划还提出，新建驿站"
        "要靠近批发市场与货运场站，由街道出地、企业出车、工会出钱，三方每季度碰头一次，公布进度，接受查询。"
        "发布会上，有人问起通宵服务能否坚持，负责人以枣林街为例作答。"
    )
    assert not same_report(make_article(NIGHT), make_article(later + NIGHT))


def test_short_texts_are_one_report_only_when_equal() -> None:
    assert same_report(make_article("今日休刊。"), make_article("今日休刊"))


def test_years_apart_it_is_another_report() -> None:
    one = make_article(NIGHT, issued=date(2022, 3, 1))
    assert not same_report(one, make_article(NIGHT, issued=date(2024, 3, 1)))


def filled(store: VectorStore, *batches: tuple[str, ...]) -> int:
    """Add the texts, one issue a batch; how many were reported as reprints."""
    joined = 0
    with store.writing():
        for day, texts in enumerate(batches, 1):
            articles = [
                make_article(text, headline=text[:9], issued=date(2024, 4, day), publication=f"报{day}")
                for text in texts
            ]
            joined += store.add(articles).reprints
    return joined


@pytest.mark.parametrize("batches", [((NIGHT, NIGHT_AGAIN, MONDAY),), ((NIGHT, MONDAY), (NIGHT_AGAIN,))])
def test_search_shows_one_of_a_cluster_and_the_others_beneath(
    store: VectorStore, batches: tuple[tuple[str, ...], ...]
) -> None:
    assert filled(store, *batches) == 1
    hits = store.search("职工小屋整夜开门", admit=Filter(), limit=5)
    (hit,) = [hit for hit in hits if "职工小屋" in hit.article.text]
    assert {hit.article.text, *(other.text for other in hit.others)} == {NIGHT, NIGHT_AGAIN}
    assert [each.others for each in hits if each is not hit] == [()]


def test_reprints_outside_the_filter_are_not_listed(store: VectorStore) -> None:
    filled(store, (NIGHT,), (NIGHT_AGAIN,))
    (hit,) = store.search("职工小屋", admit=Filter(publication="报2"), limit=5)
    assert (hit.article.text, hit.others) == (NIGHT_AGAIN, ())


def test_the_earliest_leads_and_when_it_is_deleted_another_does(store: VectorStore) -> None:
    third = NIGHT_AGAIN + "记者看到，屋里还备了雨衣。"
    filled(store, (NIGHT,), (NIGHT_AGAIN,), (third,))
    by_text = {article.text: article.id for article in store.library.listing(limit=9)}
    leads = [each.text for each in store.library.reprints_of([by_text[third]])[by_text[third]]]
    assert leads == [NIGHT, NIGHT_AGAIN]
    with store.writing():
        store.delete([by_text[NIGHT]])
    (hit,) = store.search("职工小屋", admit=Filter(), limit=5)
    assert {hit.article.text, *(other.text for other in hit.others)} == {NIGHT_AGAIN, third}


def test_a_revision_is_no_reprint_of_the_version_it_replaces(store: VectorStore) -> None:
    with store.writing():
        assert store.add([make_article(NIGHT, headline="夜")]).reprints == 0
        added = store.add([make_article(NIGHT + "此外备有雨衣。", headline="夜")])
    assert (added.revised, added.reprints) == (1, 0)
    (hit,) = store.search("职工小屋", admit=Filter(), limit=5)
    assert hit.others == ()


def test_what_a_killed_writer_left_is_clustered_by_the_next(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_home.open()
    filled(store, (NIGHT,))

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.library, "mark_ready", killed)
    with pytest.raises(KeyboardInterrupt):
        filled(store, (NIGHT_AGAIN,))
    again = store_home.open()
    with again.writing():
        pass
    (hit,) = again.search("职工小屋", admit=Filter(), limit=5)
    assert len(hit.others) == 1


def test_a_rebuild_finds_the_clusters_again(store: VectorStore) -> None:
    filled(store, (NIGHT,), (NIGHT_AGAIN, MONDAY))
    with store.writing():
        store.rebuild(lambda _done, _total: None)
    (hit,) = [hit for hit in store.search("职工小屋", admit=Filter(), limit=5) if hit.others]
    assert {hit.article.text, hit.others[0].text} == {NIGHT, NIGHT_AGAIN}
