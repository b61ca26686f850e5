"""Summaries as people and programs read them."""

from __future__ import annotations

import json
from datetime import datetime

from assistant.labels import Label
from assistant.portions import whole
from assistant.summarise import summarise
from assistant.summary_drafts import Summarising
from assistant.summary_output import summary_json, summary_lines
from tests.store_home import make_article

LABEL = Label(False, "程序摘句", None, datetime(2026, 1, 5, 12, 30))
REPORT = whole(make_article("河阳市总工会昨天发放高温补贴300万元。", headline="河阳发放高温补贴"))
SUMMARY = summarise([REPORT], form="points", length=100, using=Summarising(None, {}, 400, 8192))


def test_people_see_the_points_their_sources_and_how_they_were_made() -> None:
    lines = summary_lines(SUMMARY, LABEL)
    assert lines[0] == "· 河阳市总工会昨天发放高温补贴300万元。[1]"
    assert any(line.startswith("[1] 《试验日报》 2024-05-01 第1版 河阳发放高温补贴") for line in lines)
    assert lines[-1] == LABEL.visible


def test_programs_get_the_same_with_offsets() -> None:
    values = json.loads(json.dumps(summary_json(SUMMARY, LABEL)))
    assert values["sentences"][0]["citations"] == [1]
    (source,) = values["citations"]
    assert REPORT.article.text[source["start"] : source["end"]] == source["quote"]
    assert values["AIGC"] is None
