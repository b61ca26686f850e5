"""Evidence at a joint."""

import pytest

from assistant.pages.blocks import Block
from assistant.pages.joins import Piece, make_piece, wording_score
from assistant.pages.lines import read_row
from assistant.pages.words import cuts_word
from assistant.records import Line
from vectorstore.identity import pairs_of


def piece(text: str, number: int = 0) -> Piece:
    row = read_row(Line(1, text))
    return make_piece(number, (0,), [Block("body", (0,), row, row)], [row.key], [pairs_of(row.key)])


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        ("航运站派了六名老船工轮流掌", "舵，遇上大雾就停航。", "县医院的流动诊所开上茶山。"),
        ("“会认字了，还得会", "算账。”他把粉笔头收进铁盒。", "学了四个月，人人都会填交接单。"),
        ("付给果农现款五十八", "万元，烂果率比往年少了一半。", "轻的学员还考取了证书。"),
        ("夜读班停了一阵。", "今年三月，顾敏之又把课本翻开。", "的学员还考取了证书。"),
    ],
)
def test_the_true_continuation_scores_higher(left: str, right: str, wrong: str) -> None:
    true, false = (wording_score(piece(left), piece(after), "") for after in (right, wrong))
    assert true > false + 1


def test_nothing_follows_an_end_and_an_opening_follows_nothing() -> None:
    assert wording_score(piece("才满半年。本报记者 苏禾 摄"), piece("舵，遇上大雾就停航。"), "") < -3
    assert wording_score(piece("航运站派了六名老船工轮流掌"), piece("本报讯（记者唐穗）采茶季一到"), "") < -3


def test_words_seen_elsewhere_on_the_page_count() -> None:
    left, right = piece("柳小梅和工友们来到青"), piece("岚棉纺厂看望老师。")
    assert wording_score(left, right, "他在青岚棉纺厂做工。") > wording_score(left, right, "")


def test_an_overlap_joins() -> None:
    assert (
        wording_score(
            piece("航运站派了六名老船工轮流掌舵"), piece("六名老船工轮流掌舵，遇上大雾就停航。"), ""
        )
        > 5
    )


def test_cuts_word() -> None:
    assert cuts_word("积极引导社会公益组", "织等社会力量参与")
    assert not cuts_word("渡船早晚各跑二十趟", "遇上大雾就停航")
    assert not cuts_word("", "渡船")
