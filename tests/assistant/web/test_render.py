from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from assistant.records import Answer, Citation, Coverage, Sentence, Spent, Unfinished, Withdrawn
from assistant.refuse import refuse
from assistant.web.render import (
    answer_foot,
    answer_head,
    answer_parts,
    article_html,
    button_label,
    copied_text,
    sentence_parts,
)
from vectorstore.records import Article

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>![](http://evil.example/x.png)"
    '"><a href="javascript:alert(3)">点我</a>'
)


class Tags(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


def harmless(html: str) -> bool:
    ours = {"div", "span", "button", "s", "details", "summary", "ul", "li", "h2", "p", "mark"}
    said = {"type", "class", "data-mark", "aria-label", "title"}
    return Tags(html).found <= ours | said


def citation(text: str, start: int, end: int, headline: str | None = "驿站") -> Citation:
    return Citation(1, "a", None, headline, "中原工友报", date(2024, 4, 18), "1", text[start:end], start, end)


def article(text: str, headline: str = "题") -> Article:
    return Article("a", headline, None, None, None, None, None, "article", text, "x")


def answer(
    *sentences: Sentence,
    struck: tuple[Sentence, ...] = (),
    refusal: str | None = None,
    remarks: tuple[str, ...] = (),
    unfinished: Unfinished | None = None,
    understood_as: str | None = None,
    model: str = "m",
) -> Answer:
    coverage = Coverage(3, date(2024, 4, 1), date(2024, 4, 18), ())
    return Answer(
        question="问",
        sentences=sentences,
        citations=(citation("引用的话。", 0, 5),) if sentences else (),
        refused=refusal is not None,
        refusal=refusal,
        nearest=(),
        struck=struck,
        as_of=coverage.last,
        coverage=coverage,
        model=model,
        prompt_digest=None,
        usage=Spent(),
        remarks=remarks,
        unfinished=unfinished,
        understood_as=understood_as,
    )


def test_no_markup_from_an_article_survives() -> None:
    evil = Article("a", EVIL, EVIL, EVIL, None, None, None, "article", EVIL, EVIL)
    assert harmless(article_html(evil, citation(EVIL, 3, 20, headline=EVIL)))


def test_no_markup_from_a_model_or_a_reader_survives() -> None:
    evil = answer(
        Sentence(EVIL, (1,), "partly", EVIL),
        struck=(Sentence(EVIL, (), "unsupported", EVIL),),
        remarks=(EVIL,),
        understood_as=EVIL,
        model=EVIL,
    )
    for html in (
        answer_head(evil),
        *answer_parts(evil),
        answer_foot(evil),
        *answer_parts(answer(refusal=EVIL)),
    ):
        assert harmless(html)
    gone = Sentence(EVIL, (1,), "supported")
    assert all(harmless(part) for part in sentence_parts([gone], [Withdrawn(gone, EVIL)]))


def test_the_quote_is_highlighted_where_it_stands() -> None:
    text = "第一段。\n第二段头。引用的话。第二段尾。"
    start = text.index("引用")
    html = article_html(article(text), citation(text, start, start + 5))
    assert "第二段头。<mark>引用的话。</mark>第二段尾。" in html


def test_a_quote_over_two_paragraphs_is_highlighted_in_both() -> None:
    text = "甲乙。\n丙丁。"
    html = article_html(article(text), citation(text, 0, len(text)))
    assert "<mark>甲乙。</mark></p><p><mark>丙丁。</mark>" in html


def test_a_mark_is_a_button_that_says_what_it_opens_and_what_was_found() -> None:
    (part,) = answer_parts(answer(Sentence("有5家。", (1,), "supported")))
    assert '<button type="button"' in part
    assert 'aria-label="打开出处 1（支持）"' in part


def test_verdicts_are_said_in_words() -> None:
    (part,) = answer_parts(answer(Sentence("有5家。", (1,), "partly", "数字不符")))
    assert "部分支持：数字不符" in part
    foot = answer_foot(
        answer(Sentence("有5家。", (1,), "supported"), Sentence("有6家。", (1,), "partly", "数字不符"))
    )
    assert "支持 1 句" in foot
    assert "部分支持 1 句" in foot


def test_a_sentence_that_was_withdrawn_is_struck_out_where_it_stood() -> None:
    kept, gone = Sentence("留下。", (), "supported"), Sentence("不要。", (), "partly", "不符")
    parts = sentence_parts([gone, kept], [Withdrawn(gone, "已改写")])
    assert "<s>不要。</s>" in parts[0]
    assert "已撤回：已改写" in parts[0]
    assert "<s>" not in parts[1]


def test_every_answer_says_what_was_searched_and_until_when() -> None:
    answered = answer(Sentence("有5家。", (1,), "supported"))
    for each in (answered, refuse(answered, (), missing=())):
        assert "截至 2024-04-18" in answer_foot(each)
        assert "已检索 3 篇文章" in f"{each.text}{answer_foot(each)}"


def test_an_answer_that_was_broken_off_says_why() -> None:
    assert "程序退出" in answer_foot(answer(unfinished="halted"))
    assert "已检索" not in answer_foot(answer(unfinished="halted", model=""))


def test_what_is_copied_has_its_sources() -> None:
    text = copied_text(answer(Sentence("有5家。", (1,), "supported")))
    assert "有5家。[1]" in text
    assert "[1] 《中原工友报》 2024年4月18日 第1版《驿站》：“引用的话。”" in text
    assert "截至 2024-04-18" in text


@pytest.mark.parametrize("sign", ["\\!\\[", "\\*\\*", "\\:red\\["])
def test_a_label_cannot_carry_markdown(sign: str) -> None:
    label = button_label(citation("甲", 0, 1, headline="![x](http://e.example) **粗** :red[红]"))
    assert "![" not in label
    assert sign in label
