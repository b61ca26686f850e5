"""Web and mail addresses in sentences: those of the source, or the site of one, and no others."""

from __future__ import annotations

from time import perf_counter

import pytest

from assistant.verdict import Source
from assistant.verify import verify
from assistant.verify.addresses import addresses, strays

TEXT = "网上申请请登录www.songjiang.example/apply，填写表格，也可以发邮件到gonghui@songjiang.example。咨询电话12351。"
SOURCE = Source(1, TEXT, "松江高温补贴来了", None, "松江工友")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, ("www.songjiang.example/apply", "gonghui@songjiang.example")),
        ("见https://Songjiang.example/a?b=1#c。", ("songjiang.example/a?b=1#c",)),
        ("见http://10.0.0.1:8080/x，再报名。", ("10.0.0.1:8080/x",)),
        ("官网songjiang.example.开放", ("songjiang.example",)),
        ("共3.5km，增长2.4%，见附件1.2和V2.0版，每天8.30开门。", ()),
        ("U.S.有A.B.两派……", ()),
        ("", ()),
    ],
)
def test_addresses_are_found_whole(text: str, found: tuple[str, ...]) -> None:
    assert addresses(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "登录www.songjiang.example/apply申请",
        "登录WWW.songjiang.example申请",
        "写信到gonghui@songjiang.example",
    ],
)
def test_an_address_given_or_its_site_is_no_stray(text: str) -> None:
    assert strays(addresses(text), addresses(TEXT)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "网上申请请登录www.songjiang.example.evil.com填写表格。",
        "网上申请请登录www.songjiang.ex填写表格。",
        "网上申请请登录songjiang.example填写表格。",
        "网上申请请登录www.songjiang.example/apply/now填写表格。",
        "网上申请请登录www.songjiang.example/app填写表格。",
        "网上申请请登录www-songjiang.example填写表格。",
        "也可以发邮件到gonghui@songjiang.evil。",
        "网上申请请登录http://10.0.0.1/apply填写表格。",
    ],
)
def test_another_address_is_struck_and_the_right_one_named(sentence: str) -> None:
    judged = verify(sentence, [SOURCE])
    assert judged.verdict == "unsupported"
    assert judged.reason is not None
    assert "www.songjiang.example/apply" in judged.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "网上申请请登录www.songjiang.example/apply填写表格。",
        "网上申请请登录www.songjiang.example填写表格。",
        "可以发邮件到gonghui@songjiang.example。",
    ],
)
def test_the_sources_address_passes(sentence: str) -> None:
    assert verify(sentence, [SOURCE]).verdict == "supported"


def test_an_address_is_not_in_a_source_that_has_none() -> None:
    judged = verify("咨询请登录www.songjiang.example。", [Source(1, "咨询电话12351。", None, None, None)])
    assert judged.verdict == "unsupported"
    assert judged.reason == "来源没有提到“www.songjiang.example”"


@pytest.mark.parametrize("run", ["a", "a.", "a-", "http://", "a@", "1.a"])
def test_a_long_run_of_letters_takes_no_time(run: str) -> None:
    began = perf_counter()
    addresses(f"{run * 20_000}.")
    assert perf_counter() - began < 0.5
