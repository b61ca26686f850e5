from __future__ import annotations

from assistant.sample import sample_pages


def test_the_sample_newspaper_is_found() -> None:
    assert sample_pages()[0].name == "2024-04-18-01.txt"
    assert len(sample_pages()) == 4
