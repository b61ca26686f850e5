"""The sample newspaper and the stored questions about it agree with each other."""

import json
from collections import Counter
from pathlib import Path
from typing import NotRequired, TypedDict

from assistant.evaluation.runs import read_run

ROOT = Path(__file__).parents[2]
KINDS = {
    "single",
    "multi",
    "comparison",
    "number",
    "date",
    "superseded",
    "conflict",
    "premise",
    "unanswerable",
}


class Gold(TypedDict):
    """The article that answers a question, and the run of its body that does."""

    headline: str
    quote: str


class Question(TypedDict):
    """One line of `evals/questions.jsonl`."""

    id: str
    question: str
    answer: str
    facts: list[str]
    gold: list[Gold]
    kind: str
    outdated: NotRequired[list[str]]  # printed earlier, and no longer right


class GoldArticle(TypedDict):
    """One article of a sample page; every list is in reading order."""

    name: str
    headline: str
    kicker: list[str]
    body: list[str]


class GoldPage(TypedDict):
    """One file of `sample/gold`."""

    page: str
    articles: list[GoldArticle]


def squeeze(text: str) -> str:
    """The text without white space: line breaks leave stray spaces in a page."""
    return "".join(text.split())


def read_questions() -> list[Question]:
    lines = (ROOT / "evals" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_gold() -> list[GoldPage]:
    paths = sorted((ROOT / "sample" / "gold").glob("*.gold.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def read_bodies() -> dict[str, str]:
    """Headline to body without white space."""
    return {
        article["headline"]: squeeze("".join(article["body"]))
        for page in read_gold()
        for article in page["articles"]
    }


def test_every_page_has_its_gold() -> None:
    pages = {path.stem for path in (ROOT / "sample" / "pages").glob("*.txt")}
    assert len(pages) == 4
    assert {page["page"] for page in read_gold()} == pages


def test_headlines_are_unique() -> None:
    headlines = Counter(article["headline"] for page in read_gold() for article in page["articles"])
    assert [headline for headline, count in headlines.items() if count > 1] == []


def test_gold_paragraphs_are_the_blocks_of_their_page() -> None:
    for page in read_gold():
        text = (ROOT / "sample" / "pages" / f"{page['page']}.txt").read_text(encoding="utf-8")
        printed = Counter(squeeze(block).lstrip("#") for block in text.split("\n\n"))
        wanted = Counter(
            squeeze(block)
            for article in page["articles"]
            for block in (*article["kicker"], article["headline"], *article["body"])
        )
        assert wanted - printed == Counter(), page["page"]


def test_questions_are_well_formed() -> None:
    questions = read_questions()
    count = len(questions)
    assert [question["id"] for question in questions] == [f"q{n:03d}" for n in range(1, count + 1)]
    assert len({question["question"] for question in questions}) == count
    for question in questions:
        assert question.keys() - {"outdated"} == Question.__required_keys__, question["id"]
        assert question["answer"], question["id"]
        answerable = question["kind"] != "unanswerable"
        assert bool(question["facts"]) == answerable, question["id"]
        assert bool(question["gold"]) == answerable, question["id"]


def test_the_committed_baseline_is_of_these_questions() -> None:
    baseline = read_run(ROOT / "evals" / "baseline.json")
    asked = {(each.stored.id, each.stored.question) for each in baseline.outcomes}
    assert asked == {(question["id"], question["question"]) for question in read_questions()}
    assert dict(baseline.conditions.settings)["chat_model"] == ""


def test_every_kind_is_asked_often_enough() -> None:
    kinds = Counter(question["kind"] for question in read_questions())
    assert kinds.keys() == KINDS
    assert sum(kinds.values()) >= 120
    assert min(kinds.values()) >= 10
    assert kinds["unanswerable"] >= 18


def test_quotes_are_verbatim_in_their_article() -> None:
    bodies = read_bodies()
    for question in read_questions():
        for gold in question["gold"]:
            assert gold["quote"] in bodies[gold["headline"]], question["id"]
            assert 10 <= len(gold["quote"]) <= 40, question["id"]


def test_facts_stand_in_the_gold_articles() -> None:
    bodies = read_bodies()
    for question in read_questions():
        text = "\n".join(bodies[gold["headline"]] for gold in question["gold"])
        missing = [fact for fact in question["facts"] if fact not in text]
        assert missing == [], question["id"]


def test_reference_answers_state_their_facts() -> None:
    for question in read_questions():
        missing = [fact for fact in question["facts"] if fact not in question["answer"]]
        assert missing == [], question["id"]


def test_what_is_no_longer_right_was_printed_once() -> None:
    printed = "\n".join(read_bodies().values())
    questions = [question for question in read_questions() if question["kind"] == "superseded"]
    for question in questions:
        assert question["outdated"], question["id"]
        assert [each for each in question["outdated"] if each not in printed] == [], question["id"]
        assert not set(question["outdated"]) & set(question["facts"]), question["id"]


def test_two_article_kinds_name_two_articles() -> None:
    for question in read_questions():
        if question["kind"] in {"multi", "conflict"}:
            assert len({gold["headline"] for gold in question["gold"]}) > 1, question["id"]
