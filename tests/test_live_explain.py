"""A real chat model words a script: nothing that the claims have not, nothing lost, whatever it writes."""

from __future__ import annotations

import json

import pytest

from assistant.script_json import script_from_json
from benchmarks.second_look import AUDIENCES, foreign, told_whole
from tests.command import assistant, load_sample
from tests.local_model import local_endpoint  # noqa: F401  # the fixture `endpoint`

pytestmark = [pytest.mark.live, pytest.mark.slow]


def test_a_small_model_tells_three_audiences_the_same(
    endpoint: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("home")
    load_sample(home)
    claims = set()
    for audience in AUDIENCES:
        done = assistant(
            *("explain", "宛丘零工市场", "--audience", audience, "--minutes", "0.4", "--json"),
            home=home,
            ASSISTANT_BASE_URL=endpoint,
            ASSISTANT_API_KEY="x",
            ASSISTANT_CHAT_MODEL="local",
            ASSISTANT_CHAT_TIMEOUT="280",
        )
        assert done.returncode == 0, done.stderr
        script = script_from_json(json.dumps(json.loads(done.stdout)))
        assert foreign(script) == []
        assert all(told_whole(claim, script) for claim in script.claims)
        assert script.usage.calls in (1, 2)
        claims.add(script.claims)
    assert len(claims) == 1
