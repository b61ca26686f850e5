"""The sentence gate as its caller sees it: true sentences pass, altered ones do not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verdict import Source
from assistant.verify import prepare, support, verify

COOLING = Source(
    1,
    "本报讯（记者 林知夏）7月8日，四川省总工会在成都启动“夏送清凉”专项行动，省总工会党组成员、副主席周明远出席并讲话。"
    "今年以来，全省各级工会筹集资金近3000万元，走访慰问高温岗位职工12.5万人次，同比增长8%。"
    "周明远表示，行动将持续到9月底，重点走访建筑、环卫、快递等一线职工。"
    "成都市总工会权益部部长何静介绍，全市已建成户外劳动者服务站点620个，未发现挪用慰问资金的情况。"
    "职工如遇高温津贴未按时发放，可拨打12351热线或028-86543210咨询。",
    headline="四川工会启动“夏送清凉”行动",
    issued=date(2024, 7, 9),
    publication="蜀工日报",
)
CONTEST = Source(
    2,
    "昨日，2024年全市职工技能大赛在南湖区落幕，来自47家企业的386名选手参加焊工、钳工等5个工种的比赛。"
    "宏达机械厂的赵立新获得焊工组第一名，奖金为2万元。"
    "市人社局副局长孙晓梅说：“技能人才是企业的底气。”她介绍，比赛历时3天，上午9时30分开赛，场馆面积约1.2万平方米。"
    "主办方编印的《焊接安全手册》免费发给参赛职工。"
    "受降雨影响，原定15日举行的颁奖晚会取消，青年工会主席陈涛对此表示遗憾。",
    issued=date(2024, 5, 13),
)


def verdict(sentence: str, *sources: Source) -> str:
    return verify(sentence, sources).verdict


@pytest.mark.parametrize(
    "sentence",
    [
        # word for word, and with other punctuation and widths
        "周明远表示，行动将持续到9月底，重点走访建筑、环卫、快递等一线职工。",
        "全省各级工会筹集资金近３０００万元,走访慰问高温岗位职工 12.5 万人次",
        "周明远表示，行动将持续到9月底[1]。",
        # numbers in another writing
        "今年以来，全省各级工会筹集资金近三千万元。",
        "今年以来，全省各级工会筹集资金近30,000,000元。",
        "走访慰问高温岗位职工125000人次，同比增长百分之八。",
        # dates: resolved, completed, moved
        "2024年7月8日，四川省总工会在成都启动“夏送清凉”专项行动。",
        "四川省总工会7月8日在成都启动“夏送清凉”专项行动。",
        # full and short forms
        "7月8日，省总在成都启动“夏送清凉”专项行动。",
        "据蜀工日报报道，四川省总在成都启动“夏送清凉”专项行动。",
        "成都市总权益部部长何静介绍，全市已建成户外劳动者服务站点620个。",
        # telephone numbers
        "高温津贴未按时发放，可拨打12351热线咨询。",
        "高温津贴未按时发放可拨打02886543210咨询。",
        # clauses dropped, merged, reordered, retold
        "四川省总工会副主席周明远出席“夏送清凉”专项行动启动仪式并讲话。",
        "据介绍，行动将持续到9月底。",
        "周明远出席并讲话，他表示行动将持续到9月底。",
        "重点走访建筑、环卫、快递等一线职工，行动将持续到9月底。",
        "全市建成户外劳动者服务站点620个，没有发现挪用慰问资金的情况。",
    ],
)
def test_true_sentence_is_supported(sentence: str) -> None:
    assert verdict(sentence, COOLING) == "supported"


@pytest.mark.parametrize(
    "sentence",
    [
        "5月12日，全市职工技能大赛在南湖区落幕。",
        "昨日，全市职工技能大赛落幕，386名选手参加5个工种的比赛。",
        "来自47家企业的386位选手参加比赛。",
        "焊工组第一名由宏达机械厂的赵立新获得，奖金2万元。",
        "比赛场馆面积约12000平方米，上午9:30开赛。",
        "孙晓梅介绍，比赛历时3天。",
        "主办方编印的《焊接安全手册》免费发给职工。",
        "市人社局孙晓梅说：“技能人才是企业的底气。”",
        "因降雨，颁奖晚会取消，陈涛表示遗憾。",
    ],
)
def test_true_sentence_of_another_article_is_supported(sentence: str) -> None:
    assert verdict(sentence, CONTEST) == "supported"


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("全省各级工会筹集资金近5000万元。", "5000万元"),
        ("走访慰问高温岗位职工12.5亿人次。", "12.5亿人次"),
        ("走访慰问高温岗位职工12.5万人次，同比增长9%。", "9%"),
        ("全市已建成户外劳动者服务站点六百五十个。", "六百五十个"),
        ("全省各级工会筹集资金超过3000万元。", "超过3000万元"),
        ("可拨打12333热线咨询。", "12333"),
        ("可拨打028-86543211咨询。", "028-86543211"),
        ("7月18日，四川省总工会在成都启动“夏送清凉”专项行动。", "7月18日"),
        ("2023年7月8日，四川省总工会在成都启动“夏送清凉”专项行动。", "2023年7月8日"),
        ("去年以来，全省各级工会筹集资金近3000万元。", "去年"),
        ("周明远表示，行动将持续到10月底。", "10月"),
        ("7月8日，四川省总工会在绵阳启动“夏送清凉”专项行动。", "绵阳"),
        ("7月8日，云南省总工会在成都启动“夏送清凉”专项行动。", "云南省"),
        ("何静表示，行动将持续到9月底，重点走访建筑、环卫、快递等一线职工。", "何静"),
        ("成都市总工会权益部部长周明远介绍，全市已建成户外劳动者服务站点620个。", "周明远"),
        ("全市已建成户外劳动者服务站点620个，发现挪用慰问资金的情况。", "发现"),
        ("周明远表示，行动不将持续到9月底。", "不"),
        ("行动将持续到9月底，并向每位职工发放五百元购物券。", "购物券"),
        ("周明远表示，行动将持续到9月底，有关经验随后在东南亚推广。", "东南亚"),
        ("四川省总工会在成都启动“夏日送清凉”专项行动。", "夏日送清凉"),
        ("走访慰问高温岗位职工12.5万人次，同比下降8%。", "下降"),
    ],
)
def test_altered_sentence_is_not_supported_and_the_reason_names_the_part(sentence: str, named: str) -> None:
    judgement = verify(sentence, [COOLING])
    assert judgement.verdict != "supported"
    assert judgement.reason is not None
    assert named in judgement.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "明日，全市职工技能大赛在南湖区落幕。",
        "来自74家企业的386名选手参加比赛。",
        "来自47名企业的386家选手参加比赛。",
        "赵立新获得焊工组第一名，奖金为2万美元。",
        "比赛历时3个月。",
        "比赛历时3天，下午9时30分开赛。",
        "场馆面积约1.2万平方公里。",
        "孙晓梅获得焊工组第一名，奖金为2万元。",
        "宏达机械厂的陈涛获得焊工组第一名。",
        "原定15日举行的颁奖晚会举行，青年工会主席陈涛对此表示遗憾。",
        "主办方编印的《焊接操作手册》免费发给参赛职工。",
        "孙晓梅说：“技能人才是国家的底气。”",
    ],
)
def test_altered_sentence_of_another_article_is_caught(sentence: str) -> None:
    assert verdict(sentence, CONTEST) != "supported"


def test_dropped_qualifier_is_partly_supported() -> None:
    judgement = verify("今年以来，全省各级工会筹集资金3000万元。", [COOLING])
    assert judgement.verdict == "partly"
    assert judgement.reason is not None
    assert "近3000万元" in judgement.reason


def test_sentence_of_another_passage_is_unsupported() -> None:
    assert verdict("宏达机械厂的赵立新获得焊工组第一名，奖金为2万元。", COOLING) == "unsupported"


def test_two_sources_support_together() -> None:
    sentence = "四川省总工会启动“夏送清凉”专项行动，全市职工技能大赛在南湖区落幕。"
    assert verdict(sentence, COOLING, CONTEST) == "supported"
    assert verdict(sentence, COOLING) != "supported"


def test_sentence_without_citation_is_unsupported() -> None:
    assert verify("行动将持续到9月底。", []).verdict == "unsupported"


def test_year_told_by_nothing_is_only_partly_supported() -> None:
    undated = Source(1, "6月3日，区总工会举办集体婚礼，20对新人参加。")
    assert verdict("6月3日，区总工会举办集体婚礼。", undated) == "supported"
    assert verdict("2021年6月3日，区总工会举办集体婚礼。", undated) == "partly"


def test_relative_date_without_day_of_issue_stays_relative() -> None:
    undated = Source(1, "昨日，区总工会举办集体婚礼，20对新人参加。")
    assert verdict("昨日，区总工会举办集体婚礼。", undated) == "supported"
    assert verdict("明日，区总工会举办集体婚礼。", undated) != "supported"


def test_the_day_of_issue_dates_the_report_and_not_what_happened() -> None:
    report = Source(1, "市防汛指挥部结束防台应急响应，各港口恢复通航。", issued=date(2024, 7, 26))
    assert verdict("据2024年7月26日报道，市防汛指挥部结束防台应急响应。", report) == "supported"
    assert verdict("市防汛指挥部结束防台应急响应的时间是2024年7月26日。", report) != "supported"


def test_an_office_is_not_the_name_of_whoever_is_said_to_hold_it() -> None:
    flood = Source(
        3,
        "市防指副指挥李国安8月2日检查抗洪。他强调，要按照李守成总理等领导同志的要求，采取一切措施，确保群众生命安全。",
        issued=date(2024, 8, 3),
    )
    assert verdict("李国安要求确保群众生命安全。", flood) == "supported"
    assert verdict("王刚总理要确保群众安全。", flood) != "supported"
    assert verdict("王刚副总理要确保群众的安全需要。", flood) != "supported"


def test_a_noun_of_which_the_source_has_no_character_is_not_supported() -> None:
    judgement = verify("周明远表示，行动将持续到9月底，重点走访足球职工。", [COOLING])
    assert judgement.verdict == "partly"
    assert judgement.reason is not None
    assert "足球" in judgement.reason
    assert verdict("行动将持续到9月底，这个活动重点走访一线职工。", COOLING) == "supported"


def test_denial_cut_off_is_caught() -> None:
    source = Source(1, "经核查，没有发现安全隐患。工地照常施工。")
    assert verdict("发现安全隐患。", source) != "supported"


def test_number_cut_off_is_caught() -> None:
    source = Source(1, "活动共发放补贴3000万元，惠及1.5万人。")
    assert verdict("活动共发放补贴3000", source) != "supported"


def test_two_people_exchanged_are_caught() -> None:
    source = Source(1, "刘志强向王海燕颁发奖状，随后参观了车间。")
    assert verdict("王海燕向刘志强颁发奖状，随后参观了车间。", source) != "supported"


def test_list_in_another_order_is_supported() -> None:
    source = Source(1, "刘志强和王海燕参观了车间，并与职工座谈。")
    assert verdict("王海燕和刘志强参观了车间，并与职工座谈。", source) == "supported"


def test_support_prefers_the_source_that_says_it() -> None:
    sentence = "比赛历时3天，共有386名选手参加。"
    assert support(sentence, CONTEST) > 0.8
    assert support(sentence, COOLING) < 0.5
    assert support("周明远表示，行动将持续到9月底。", COOLING) == 1.0


def test_support_falls_with_a_false_figure() -> None:
    true, false = (
        "筹集资金近3000万元，走访慰问职工12.5万人次。",
        "筹集资金近4000万元，走访慰问职工12.5万人次。",
    )
    assert support(false, COOLING) < support(true, COOLING)


def test_same_source_is_analysed_once() -> None:
    assert prepare(COOLING) is prepare(COOLING)


_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("3万元年月日“”《》，。不未第半点几百\ue000\n [1]张李省")
    )
)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT, st.none() | st.dates())
def test_any_text_gets_a_verdict(sentence: str, text: str, issued: date | None) -> None:
    source = Source(1, text, issued=issued)
    judgement = verify(sentence, [source])
    assert judgement.verdict in ("supported", "partly", "unsupported")
    assert (judgement.reason is None) == (judgement.verdict == "supported")
    assert 0.0 <= support(sentence, source) <= 1.0


@settings(max_examples=100, deadline=None)
@given(_TEXT)
def test_text_supports_itself(text: str) -> None:
    assert verify(text, [Source(1, text)]).verdict == "supported"
