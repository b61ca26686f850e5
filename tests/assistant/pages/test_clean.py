"""Stray spaces go, spaces that part words stay."""

import pytest

from assistant.pages.clean import clean_paragraph


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            "学了四个月,二十三个人全部能独立 填写交接单,次品率从三点一降到百 分之一点二。",
            "学了四个月,二十三个人全部能独立填写交接单,次品率从三点一降到百分之一点二。",
        ),
        ("收进枇杷 46 吨，付给果农 58万元。", "收进枇杷46吨，付给果农58万元。"),
        ("利用 AI 技术读报", "利用AI技术读报"),
        ("他念的是 Open Source 两个词", "他念的是Open Source两个词"),
        (
            "以“我劳动 我光荣”为主题，三十一名井下工人在井口广场演奏乐曲，工友们围着听了一个多钟头还不肯散去，天黑才下山。",
        )
        * 2,
        ("本报记者 苏禾 本报通讯员 方舟",) * 2,
        ("才满半年。 本报记者 苏禾 摄",) * 2,
        ("没有空格。",) * 2,
    ],
)
def test_clean_paragraph(text: str, clean: str) -> None:
    assert clean_paragraph(text) == clean
