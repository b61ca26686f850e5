"""Files and batches at the endpoint: what goes over the wire, and what is made of what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant.chat import Message
from assistant.chat.batches import BatchEndpoint
from assistant.chat.retry import Pacing
from assistant.chat.wire import Request
from assistant.errors import ChatRefused, ChatUnavailable
from tests.batch_server import BatchServer
from tests.chat_rig import KEY
from tests.scripted_endpoint import Raw, Spoken, refusal

REQUEST = Request((Message("system", "规则"), Message("user", "有多少骑手？")), 50, None, stream=False)


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer(lambda _asked: Spoken("三千名。")) as server:
        yield server


def connect(url: str, *, retries: int = 0) -> closing[BatchEndpoint]:
    pacing = Pacing(sleep=lambda _seconds: None)
    return closing(
        BatchEndpoint(url, KEY, "model-x", timeout=5.0, retries=retries, context_tokens=8192, pacing=pacing)
    )


def test_a_line_is_the_request_that_would_be_sent_at_once(server: BatchServer) -> None:
    with connect(server.url) as endpoint:
        values = json.loads(endpoint.line("a", REQUEST, endpoint.expected))
    assert values["custom_id"] == "a"
    assert (values["method"], values["url"]) == ("POST", "/v1/chat/completions")
    assert values["body"]["messages"][1] == {"role": "user", "content": "有多少骑手？"}
    assert values["body"]["max_tokens"] == 50
    assert "stream" not in values["body"]


def test_a_batch_goes_through_its_states_and_its_lines_come_back(server: BatchServer) -> None:
    with connect(server.url) as endpoint:
        batch = endpoint.create(endpoint.upload(endpoint.line("a", REQUEST, endpoint.expected)))
        states = [endpoint.state(batch.id) for _ in range(4)]
        assert [state.status for state in states] == ["validating", "in_progress", "finalizing", "completed"]
        assert [state.ended for state in states] == [False, False, False, True]
        (line,) = endpoint.replies(states[-1].files[0])
    assert (line.custom_id, line.text, line.usage.prompt_tokens) == ("a", "三千名。", 11)


def test_what_the_endpoint_does_not_know_is_gone_or_not_there(server: BatchServer) -> None:
    with connect(server.url) as endpoint:
        assert endpoint.state("batch_77").ended
        assert endpoint.find("file-77") is None


def test_passing_trouble_is_tried_again(server: BatchServer) -> None:
    server.trouble = [refusal(503, "busy"), refusal(429, "slow down")]
    with connect(server.url, retries=2) as endpoint:
        assert endpoint.upload(b"{}\n").startswith("file-")
    server.trouble = [refusal(503, "busy")]
    with connect(server.url) as endpoint, pytest.raises(ChatUnavailable):
        endpoint.upload(b"{}\n")


def test_lines_that_cannot_be_read_are_left_out(server: BatchServer) -> None:
    lines = ["not json", "[]", '{"custom_id": 7}', '{"custom_id": "a", "response": null, "error": null}']
    server.files["file-9"] = "\n".join(lines).encode()
    with connect(server.url) as endpoint:
        (line,) = endpoint.replies("file-9")
    assert (line.custom_id, line.text) == ("a", None)


def test_a_page_of_html_is_no_interface(server: BatchServer) -> None:
    server.trouble = [Raw(body="<html>", content_type="text/html")]
    with connect(server.url) as endpoint, pytest.raises(ChatRefused, match="没有批处理接口"):
        endpoint.upload(b"{}\n")


@pytest.mark.parametrize(("url", "key"), [("not-a-url", KEY), ("http://127.0.0.1:9/v1", "中文密钥")])
def test_what_cannot_be_an_address_or_a_key_is_refused_at_once(url: str, key: str) -> None:
    with pytest.raises(ChatRefused):
        BatchEndpoint(url, key, "m", timeout=1.0, retries=0, context_tokens=8192, pacing=Pacing())
