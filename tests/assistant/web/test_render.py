from __future__ import annotations

from datetime import date

from assistant.records import Answer, Citation, Coverage, Sentence, Spent
from assistant.web.render import answer_html, article_html, button_label
from vectorstore.records import Article

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>![](http://evil.example/x.png)"


def citation(text: str, start: int, end: int, headline: str | None = "驿站") -> Citation:
    return Citation(1, "a", None, headline, "中原工友报", date(2024, 4, 18), "1", text[start:end], start, end)


def answer(*sentences: Sentence, struck: tuple[Sentence, ...] = (), refusal: str | None = None) -> Answer:
    coverage = Coverage(3, date(2024, 4, 1), date(2024, 4, 18), ())
    return Answer(
        "问",
        sentences,
        (),
        refusal is not None,
        refusal,
        (),
        struck,
        coverage.last,
        coverage,
        "m",
        None,
        Spent(),
    )


def test_no_markup_from_an_article_survives() -> None:
    article = Article("a", EVIL, EVIL, None, None, None, None, "article", EVIL, "x")
    html = article_html(article, citation(EVIL, 3, 20, headline=EVIL))
    assert "<script" not in html
    assert "<img" not in html


def test_no_markup_from_a_model_survives() -> None:
    html = answer_html(
        answer(Sentence(EVIL, (1,), "partly", EVIL), struck=(Sentence(EVIL, (), "unsupported", EVIL),))
    )
    assert "<script" not in html
    assert "<img" not in html


def test_the_quote_is_highlighted_where_it_stands() -> None:
    text = "第一段。\n第二段头。引用的话。第二段尾。"
    start = text.index("引用")
    html = article_html(
        Article("a", "题", None, None, None, None, None, "article", text, "x"),
        citation(text, start, start + 5),
    )
    assert "第二段头。<mark>引用的话。</mark>第二段尾。" in html


def test_a_quote_over_two_paragraphs_is_highlighted_in_both() -> None:
    text = "甲乙。\n丙丁。"
    html = article_html(
        Article("a", "题", None, None, None, None, None, "article", text, "x"), citation(text, 0, len(text))
    )
    assert "<mark>甲乙。</mark></p><p><mark>丙丁。</mark>" in html


def test_a_doubtful_sentence_is_marked_in_words() -> None:
    assert "部分支持：数字不符" in answer_html(answer(Sentence("有5家。", (1,), "partly", "数字不符")))


def test_every_answer_says_what_was_searched_and_until_when() -> None:
    for html in (
        answer_html(answer(Sentence("有5家。", (1,), "supported"))),
        answer_html(answer(refusal="没有。")),
    ):
        assert "截至 2024-04-18" in html
        assert "已检索 3 篇文章" in html


def test_a_label_cannot_carry_markdown() -> None:
    label = button_label(citation("甲", 0, 1, headline="![x](http://e.example) **粗** :red[红]"))
    assert "![" not in label
    assert "\\!\\[" in label
    assert "\\*\\*" in label
