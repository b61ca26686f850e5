"""Sources hold every sentence once; packs fit their room."""

from __future__ import annotations

from assistant.citations import lay_out
from assistant.packs import SOURCE_TOKENS, packed, source_citations
from assistant.portions import whole
from tests.store_home import make_article
from vectorstore.token_count import count_tokens

ARTICLE = make_article("".join(f"第{n}个窗口办结了案子{n * 7}件，追回工资{n * 3}万元。" for n in range(60)))


def test_every_sentence_stands_in_exactly_one_source() -> None:
    sources = source_citations([whole(ARTICLE)], count=count_tokens)
    assert "".join(source.quote for source in sources) == ARTICLE.text
    assert [source.number for source in sources] == list(range(1, len(sources) + 1))
    assert max(count_tokens(source.quote) for source in sources) <= SOURCE_TOKENS


def test_packs_keep_the_order_fit_and_lose_nothing() -> None:
    sources = source_citations([whole(ARTICLE)], count=count_tokens)
    packs = packed(sources, room=800, count=count_tokens)
    assert len(packs) > 1
    assert max(count_tokens(lay_out(pack)) for pack in packs) <= 800
    assert [each.quote for pack in packs for each in pack] == [each.quote for each in sources]
    assert all([each.number for each in pack] == list(range(1, len(pack) + 1)) for pack in packs)


def test_a_source_larger_than_the_room_is_a_pack_of_its_own() -> None:
    sources = source_citations([whole(ARTICLE)], count=count_tokens)
    assert [len(pack) for pack in packed(sources, room=10, count=count_tokens)] == [1] * len(sources)
