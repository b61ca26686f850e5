"""The sample newspaper digested: every sentence cited and supported, reprints once, corrected figures corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from assistant.chat import Message
from assistant.chat.scripted import ScriptedChat
from assistant.digest import digest
from assistant.digest_records import Digest, DigestRequest
from assistant.errors import ChatUnavailable
from assistant.export.phrases import changes
from assistant.judging import source_of
from assistant.salience import sets_scene
from assistant.verify import verify
from tests.digest_rig import NOON, digesting, put, sample_articles
from vectorstore.library import Library

YEAR = DigestRequest(date(2024, 4, 15), date(2024, 12, 8), items=50)
JUNE = DigestRequest(date(2024, 6, 17), date(2024, 6, 23))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("sample") / "library.sqlite")
    put(library, sample_articles())
    return library


def made(library: Library, request: DigestRequest) -> Digest:
    return digest(request, using=digesting(library), now=NOON)


def check_sources(found: Digest, library: Library) -> None:
    """Every sentence cites, what it cites supports it, and quotes stand in their articles."""
    sources = {citation.number: citation for citation in found.citations}
    assert sorted(sources) == list(range(1, len(sources) + 1))
    said = [*found.lead, *(sentence for item in found.items for sentence in item.sentences)]
    assert said
    for sentence in said:
        assert sentence.citations
        assert sentence.verdict == "supported"
        cited = [source_of(sources[number]) for number in sentence.citations]
        assert sentence.text.startswith("更正：") or verify(sentence.text, cited).verdict == "supported"
    for citation in found.citations:
        article = library.find(citation.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("since", "until"), [((2024, 4, 15), (2024, 4, 21)), ((2024, 6, 17), (2024, 6, 23)), ((2024, 9, 9), (2024, 9, 15)),
                         ((2024, 12, 2), (2024, 12, 8)), ((2024, 4, 15), (2024, 12, 8))]
)  # fmt: skip
def test_every_sentence_is_cited_and_supported(
    library: Library, since: tuple[int, int, int], until: tuple[int, int, int]
) -> None:
    check_sources(made(library, DigestRequest(date(*since), date(*until))), library)


def test_both_printings_of_a_report_are_one_item(library: Library) -> None:
    items = [
        item
        for item in made(library, YEAR).items
        if any("夜归人" in each.headline for each in (*item.articles, *item.reprints))
    ]
    (item,) = items
    assert [each.headline for each in item.reprints] == ["平阳：夜归人有处歇脚"]


def test_a_corrected_figure_is_given_as_corrected(library: Library) -> None:
    found = made(library, JUNE)
    (item,) = [each for each in found.items if each.headline == "端午前，工钱到了手"]
    assert item.corrected
    first, *rest = item.sentences
    assert first.text.startswith("更正：")
    assert "126.7万元" in first.text
    assert not any("127.6" in sentence.text for sentence in rest)
    rows = [row for row in found.figures if "工钱" in row.context]
    assert {row.value for row in rows} >= {"126.7万元"}
    assert all(row.corrected and row.value != "127.6万元" for row in rows)


def test_what_found_no_room_is_listed(library: Library) -> None:
    found = made(library, DigestRequest(YEAR.since, YEAR.until, items=3))
    assert len(found.items) == 3
    told = {each.article_id for item in found.items for each in (*item.articles, *item.reprints)}
    left = {each.article_id for each in found.left_out}
    everything = made(library, YEAR)
    shown = {each.article_id for item in everything.items for each in item.articles}
    assert told | left >= shown
    assert not told & left


@pytest.mark.parametrize("length", [400, 800, 1500])
def test_within_a_length_the_weightiest_are_told_and_all_others_listed(library: Library, length: int) -> None:
    found = made(library, DigestRequest(YEAR.since, YEAR.until, items=50, length=length))
    everything = made(library, YEAR)
    assert 0 < len(found.items) < len(everything.items)
    told = {each.article_id for item in found.items for each in item.articles}
    listed = {each.article_id for each in found.left_out}
    assert told | listed == {each.article_id for item in everything.items for each in item.articles}
    said = sum(len(item.headline) + sum(len(each.text) for each in item.sentences) for item in found.items)
    assert len(found.items) == 1 or said <= length + 100 * sum(item.corrected for item in found.items)


def test_brief_items_have_one_sentence_beside_corrections(library: Library) -> None:
    found = made(library, DigestRequest(date(2024, 12, 2), date(2024, 12, 8), form="brief"))
    assert all(
        sum(not sentence.text.startswith("更正：") for sentence in item.sentences) <= 1
        for item in found.items
    )


def test_a_period_without_papers_is_an_empty_digest_that_says_so(library: Library) -> None:
    found = made(library, DigestRequest(date(2023, 1, 2), date(2023, 1, 8)))
    assert found.items == ()
    assert len(found.scope.missing) == 7


def first_sentence(messages: Sequence[Message]) -> str:
    """A model that repeats the first source's first sentence."""
    return messages[-1].content.split(">\n", 1)[1].split("。", 1)[0].strip() + "。[1]"


def test_a_models_digest_is_labelled_and_paid_for(library: Library) -> None:
    chat = ScriptedChat(first_sentence, name="model-x")
    found = digest(JUNE, using=digesting(library, chat), now=NOON)
    check_sources(found, library)
    assert found.label.written
    assert "人工智能生成" in found.label.visible
    assert found.label.aigc is not None
    assert found.usage.calls == len(chat.asked) == len(found.items) + 1


def test_a_model_that_makes_things_up_has_the_papers_quoted_instead(library: Library) -> None:
    chat = ScriptedChat(lambda _messages: "火星移民已达九百万人。[1]")
    found = digest(JUNE, using=digesting(library, chat), now=NOON)
    check_sources(found, library)
    assert found.items
    assert not found.label.written
    assert len(found.struck) == len(found.items) + 1


def test_an_item_that_fails_does_not_keep_the_others_from_being_asked(library: Library) -> None:
    asked: list[str] = []

    def moody(messages: Sequence[Message]) -> str | ChatUnavailable:
        asked.append(messages[-1].content)
        return ChatUnavailable("稍后再试") if len(asked) == 2 else first_sentence(messages)

    with pytest.raises(ChatUnavailable):
        digest(JUNE, using=digesting(library, ScriptedChat(moody)), now=NOON)
    assert len(asked) == 9


def test_the_sample_has_what_these_tests_are_about(library: Library) -> None:
    assert library.extent().articles == 36


def test_what_is_new_is_told_only_where_there_is_something_to_compare_with(library: Library) -> None:
    april = made(library, DigestRequest(date(2024, 4, 15), date(2024, 4, 21)))
    assert {item.status for item in april.items} == {"unknown"}
    status = {item.headline: item.status for item in made(library, JUNE).items}
    assert status["“骑士安”兑现头一笔赔款"] == "developing"
    assert status["河阳备足“清凉包”"] == "new"


def test_the_headline_line_tells_news_and_sets_no_scene(library: Library) -> None:
    for since in (date(2024, 4, 15), date(2024, 6, 17), date(2024, 9, 9), date(2024, 12, 2)):
        lead = made(library, DigestRequest(since, since + timedelta(days=6))).lead
        assert len(lead) == 3
        assert all(len(sentence.text) <= 81 and not sets_scene(sentence.text) for sentence in lead)
    assert "127.6" not in "".join(sentence.text for sentence in made(library, JUNE).lead)


def test_no_item_is_a_quotation_without_its_speaker(library: Library) -> None:
    for item in made(library, YEAR).items:
        for sentence in item.sentences:
            assert sentence.text.count('"') % 2 == 0
            assert not (sentence.text.startswith(('"', "“")) and sentence.text.endswith(('"', "”")))


def test_a_notice_of_correction_tells_what_it_corrects_and_nothing_else(library: Library) -> None:
    (notice,) = [item for item in made(library, JUNE).items if item.section == "更正"]
    (sentence,) = notice.sentences
    assert "应为" in sentence.text


def test_two_figures_for_one_matter_in_one_issue_are_pointed_out(library: Library) -> None:
    found = made(library, DigestRequest(date(2024, 9, 9), date(2024, 9, 15)))
    (line,) = [line for line in changes(found) if "数字不同" in line]
    quotes = {citation.number: citation.quote for citation in found.citations}
    one, other = (quotes[int(number)] for number in re.findall(r"\[(\d+)\]", line))
    assert "11.6万人次" in one
    assert "12.4万人次" in other
