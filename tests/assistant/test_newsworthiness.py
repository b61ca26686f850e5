"""Front pages, first places, figures, follow-ups and printings weigh more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.events import Event
from assistant.newsworthiness import newsworthiness, rank_events
from assistant.portions import whole
from tests.store_home import make_article

PLAIN = replace(make_article("平阳市二十座户外驿站装上了空调。" * 4, headline="甲", page="4"), id="a")


def event(article: object = PLAIN, **changes: object) -> Event:
    return Event((whole(replace(PLAIN, **changes)),), (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "better",
    [
        event(page="1"),
        event(page="A01"),
        event(text=PLAIN.text + "参保人数1.2万人，赔付300万元，办结63件。"),
        event(text=PLAIN.text * 4),
        replace(event(), reprints=(PLAIN,)),
        replace(event(), told=(whole(PLAIN), whole(replace(PLAIN, id="b")))),
    ],
)
def test_each_sign_weighs(better: Event) -> None:
    def weight(one: Event) -> float:
        return newsworthiness(one, places={}, corrected=frozenset())

    assert weight(better) > weight(event())
    assert weight(event(page="11")) == weight(event())


def test_a_correction_weighs_and_a_mere_photo_does_not() -> None:
    corrected = newsworthiness(event(), places={}, corrected=frozenset({"a"}))
    plain = newsworthiness(event(), places={}, corrected=frozenset())
    assert corrected > plain > newsworthiness(event(kind="photo"), places={}, corrected=frozenset())


def test_what_editors_put_first_comes_first_among_equals() -> None:
    articles = [replace(PLAIN, id=name) for name in "abc"]
    events = [Event((whole(article),), (), ()) for article in reversed(articles)]
    ranked = rank_events(events, printed=articles, corrected=frozenset())
    assert [each.told[0].article.id for each in ranked] == ["a", "b", "c"]
