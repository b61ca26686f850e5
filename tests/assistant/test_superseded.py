from __future__ import annotations

from datetime import date

from assistant.question import Part, parts
from assistant.rating import Candidate, Signs, candidates, read_signs
from assistant.superseded import counts_newest, says_change, successor, supersedes
from vectorstore.records import Article, Hit, Passage

MAY, NOVEMBER = date(2024, 5, 6), date(2024, 11, 8)
OPENED = "云溪市总工会的母婴室5月1日启用,首批设了18间。遇到难处可拨母婴室服务电话(0777)3210001。"
GREW = "云溪市总工会的母婴室已设了40间。母婴室服务电话改为(0777)3219999,老号码年底停用。"


def hit(text: str, day: date | None) -> Hit:
    name = f"{day}{text[:8]}"
    article = Article(name, name, None, None, "云溪工友报", day, "1", "article", text, "x")
    return Hit(Passage(f"{name}-0", name, 0, len(text), text), article, 1.0, 0.9, 1, 1)


def read(question: str, *hits: Hit) -> tuple[Part, tuple[Candidate, ...], tuple[Signs, ...]]:
    (part,) = parts(question)
    found = candidates(hits)
    weights = dict.fromkeys(part.terms, 1.0)
    texts = {each.article.id: each.article.text for each in hits}
    return part, found, read_signs(part, found, weights=weights, texts=texts)


def place(found: tuple[Candidate, ...], words: str) -> int:
    return next(n for n, each in enumerate(found) if words in each.folded)


def replaces(question: str, later: str, earlier: str, *hits: Hit) -> bool:
    part, found, signs = read(question, *hits)
    one, other = place(found, later), place(found, earlier)
    return supersedes(part, (found[one], signs[one]), (found[other], signs[other]))


def test_a_later_figure_of_the_same_matter_counts_and_an_earlier_one_does_not() -> None:
    hits = hit(OPENED, MAY), hit(GREW, NOVEMBER)
    assert replaces("云溪的母婴室有多少间?", "40间", "18间", *hits)
    assert not replaces("云溪的母婴室有多少间?", "18间", "40间", *hits)


def test_reports_of_one_day_and_undated_ones_replace_nothing() -> None:
    for days in ((MAY, MAY), (None, NOVEMBER), (MAY, None)):
        hits = hit(OPENED, days[0]), hit(GREW, days[1])
        assert not replaces("云溪的母婴室有多少间?", "40间", "18间", *hits)


def test_the_same_figure_replaces_nothing() -> None:
    again = hit("云溪市总工会的母婴室仍设了18间。", NOVEMBER)
    assert not replaces("云溪的母婴室有多少间?", "仍设了18间", "首批设了18间", hit(OPENED, MAY), again)


def test_a_later_figure_of_another_matter_replaces_nothing() -> None:
    other = hit("松江区工人夜校的教室添到60间。", NOVEMBER)
    assert not replaces("云溪的母婴室有多少间?", "60间", "18间", hit(OPENED, MAY), other)


def test_a_number_that_is_said_to_have_changed_is_known_by_what_stands_before_it() -> None:
    question = "云溪的妈妈遇到难处,该打哪个号?"
    hits = hit(OPENED, MAY), hit(f"松江区工人夜校开学。{GREW.split('。')[1]}。", NOVEMBER)
    part, found, signs = read(question, *hits)
    earlier = place(found, "3210001")
    assert successor(part, earlier, found, signs, among=range(len(found))) == place(found, "3219999")


def test_another_number_that_changed_is_not_taken_for_it() -> None:
    other = hit("松江区工人夜校开学。夜校报名热线改为(0777)5550000。", NOVEMBER)
    part, found, signs = read("云溪的妈妈遇到难处,该打哪个号?", hit(OPENED, MAY), other)
    assert successor(part, place(found, "3210001"), found, signs, among=range(len(found))) is None


def test_of_several_later_reports_the_latest_counts() -> None:
    between = hit("云溪市总工会的母婴室增加到25间。", date(2024, 8, 8))
    part, found, signs = read("云溪的母婴室有多少间?", hit(OPENED, MAY), between, hit(GREW, NOVEMBER))
    assert successor(part, place(found, "18间"), found, signs, among=range(len(found))) == place(
        found, "40间"
    )


def test_a_question_about_how_it_was_takes_no_later_figure() -> None:
    (now,), (then,), (dated,) = (
        parts(text)
        for text in ("云溪的母婴室有多少间?", "云溪的母婴室刚启用时有多少间?", "云溪5月有多少间母婴室?")
    )
    assert counts_newest(now)
    assert not counts_newest(then)
    assert not counts_newest(dated)


def test_a_question_for_no_figure_takes_no_later_one() -> None:
    (why,), (when,) = parts("云溪为什么设母婴室?"), parts("云溪的母婴室哪天启用?")
    assert not counts_newest(why)
    assert not counts_newest(when)


def test_what_says_that_a_figure_changed() -> None:
    for text, changed in (
        ("补贴由100元提高到150元。", True),
        ("母婴室增至40间。", True),
        ("人数达到3000名。", True),
        ("他们到达车站时已过了3小时。", False),
        ("母婴室有40间。", False),
    ):
        (found,) = candidates([hit(text, MAY)])
        assert says_change(found) is changed, text
