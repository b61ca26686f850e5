"""What one line's wording alone says about it."""

import pytest

from assistant.pages.lines import read_row
from assistant.records import Line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("本报讯 (记者何岸)临川镇的老石桥封闭加固", "lead"),
        ("本报白石岭6月11日电（记者何岸 通讯员方舟）枇杷熟透的时节", "lead"),
        ("本报（记者何岸）近日，", "lead"),
        ("新华社北京3月2日电", "lead"),
        ("【本报讯】三月二日，", "lead"),
        ("山城晚报讯（记者 何岸）三月二日，", "lead"),
        ("本报 3月 8 日二版刊发的《渡口》一文", "lead"),
        ("本报记者 苏禾 本报通讯员 方舟", "byline"),
        ("### 本报记者 苏禾", "byline"),
        ("□ 苏禾 方舟", "byline"),
        ("(本报记者 苏禾)", "byline"),
        ("新华社记者 方舟 摄", "byline"),
        ("阅读提示", "label"),
        ("编者按：开春以来，", "label"),
        ("（下转第3版）", "jump"),
        ("（上接第1版）", "lead"),
        ("●总编室：（0999）5550111", "contact"),
        ("●发行专线:(0999)5550122 5550133 ●广告专线:(0999)5550144", "contact"),
        ("5550155", "contact"),
        ("责任编辑：陶静 校对：魏冬", "imprint"),
        ("[查看原文](https://example.org/a.shtml)", "markup"),
        ("---", "markup"),
        ("暖 心 驿 站", "fragment"),
        ("度开", "fragment"),
        ("织机旁办起夜读班", "text"),
        ("听来电，他说，记者的稿子已经排好。", "text"),
        ("有事请拨市场电话（0999）5550166。", "text"),
        ("厂里来了三名记者，谁也没有带相机。", "text"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert read_row(Line(1, text)).kind == kind


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("渡船每趟核定三十人", "open"),
        ("七点整进车间，一分钟没耽误。", "closed"),
        ("“会认字了，还得会算账。”", "closed"),
        ("他说的是“会认字”", "unsure"),
        ("风险隐患。 （下转第 3版）", "final"),
        ("才满半年。新华社记者 方舟 摄", "final"),
        ("又拖回了船坞。（何岸）", "final"),
    ],
)
def test_ending(text: str, ending: str) -> None:
    assert read_row(Line(1, text)).ending == ending


def test_marks_are_taken_off_and_half_width_compares_equal() -> None:
    marked, plain = (read_row(Line(1, text)) for text in ("## **老桥加固，渡口摆渡**", "老桥加固, 渡口摆渡"))
    assert (marked.level, marked.text) == (2, "老桥加固，渡口摆渡")
    assert marked.key == plain.key


def test_width_counts_latin_as_half() -> None:
    assert read_row(Line(1, "工会12351热线")).width == 6.5


def test_a_credit_makes_a_photo() -> None:
    assert read_row(Line(1, "乐队成立才满半年。本报记者 苏禾 摄")).photo
    assert not read_row(Line(1, "他爱好拍摄")).photo
