from __future__ import annotations

import pytest

from assistant.chat import Usage
from assistant.chat.metered import Price
from assistant.records import Spent
from assistant.spending import added, spent_on

USED = (Usage(1000, 50, 1, estimated=False), Usage(2000, 100, 2, estimated=True))


def test_calls_add_up_and_cost_what_the_price_says() -> None:
    spent = spent_on(USED, Price(2.0, 8.0, "美元"))
    assert (spent.prompt_tokens, spent.completion_tokens, spent.calls) == (3000, 150, 3)
    assert spent.cost == pytest.approx((3000 * 2 + 150 * 8) / 1_000_000)
    assert spent.currency == "美元"


def test_a_cost_that_is_not_known_stays_so_when_others_are_added() -> None:
    known, unknown = spent_on(USED[:1], Price(2.0, 8.0, "元")), spent_on(USED[:1], None)
    assert added(known, known).cost == pytest.approx(2 * 0.0024)
    assert added(known, unknown).cost is None
    assert added(Spent(), known).calls == 1
