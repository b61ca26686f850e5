"""The command line end to end: the real embedder, Chroma and tantivy, the sample newspaper."""

from __future__ import annotations

import gzip
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import SAMPLE, assistant, assistant_process, lines, load_sample
from tests.scripted_endpoint import ScriptedEndpoint, refusal
from vectorstore.dense import DenseIndex


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the sample newspaper."""
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    return folder


def test_ingesting_the_same_pages_again_changes_nothing(home: Path) -> None:
    (summary,) = lines(assistant("ingest", str(SAMPLE), "--json", home=home))
    assert (summary["added"], summary["revised"]) == (0, 0)
    assert int(str(summary["unchanged"])) >= 30


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("平阳改造一家通宵驿站要花多少钱？", "3.5万元"),
        ("陕西热线的接通率和满意率各是多少？", "99.74%"),
        ("梁志强的赔款哪天到的账？", "6月14日"),
    ],
)
def test_answers_hold_the_fact_and_quotes_stand_where_they_are_said_to(
    home: Path, question: str, fact: str
) -> None:
    (answer,) = lines(assistant("ask", question, "--json", home=home))
    assert answer["refused"] is False
    assert fact in str(answer["text"]).replace(" ", "")
    citations = answer["citations"]
    assert isinstance(citations, list)
    assert citations
    for citation in citations:
        (article,) = lines(assistant("library", "show", citation["article_id"], "--json", home=home))
        assert str(article["text"])[citation["start"] : citation["end"]] == citation["quote"]


def test_what_the_papers_do_not_say_is_refused_with_what_was_searched(home: Path) -> None:
    (answer,) = lines(assistant("ask", "今天上证指数收盘多少点？", "--json", home=home))
    assert answer["refused"] is True
    assert answer["sentences"] == []
    assert "2024-04-18 至 2024-12-05" in str(answer["text"])
    assert len(list(answer["nearest"])) == 3  # type: ignore[call-overload]


def test_a_person_is_told_the_method_and_the_date(home: Path) -> None:
    done = assistant("ask", "平阳改造一家通宵驿站要花多少钱？", home=home)
    assert "截至 2024-12-05" in done.stdout
    assert "未配置大模型" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("ask", "平阳改造一家通宵驿站要花多少钱？"), ("ask", "--nothing"), ("library", "check")]
)
def test_a_process_of_its_own_prints_and_ends_the_same(home: Path, arguments: tuple[str, ...]) -> None:
    here, there = (each(*arguments, home=home) for each in (assistant, assistant_process))
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


def test_search_keeps_to_its_filters(home: Path) -> None:
    everything = lines(assistant("search", "驿站", "--json", home=home))
    spring = lines(assistant("search", "驿站", "--until", "2024-05-01", "--json", home=home))
    assert {hit["issued"] for hit in spring} == {"2024-04-18"}
    assert len({hit["issued"] for hit in everything}) > 1
    assert lines(assistant("search", "驿站", "--publication", "没有的报", "--json", home=home)) == []


def test_days_named_in_the_query_are_searched_and_reported(home: Path) -> None:
    found = lines(assistant("search", "6月20日的报纸有哪些报道", "--json", home=home))
    assert {hit["issued"] for hit in found} == {"2024-06-20"}
    assert {hit["period"]["said"] for hit in found} == {"“6月20日”按 2024-06-20 查找"}  # type: ignore[index]
    asked_later = assistant("search", "6月20日的报纸有哪些报道", "--today", "2026-01-01", "--json", home=home)
    assert lines(asked_later) == []
    given = assistant("search", "6月20日的报纸", "--since", "2024-12-01", "--json", home=home)
    assert {hit["issued"] for hit in lines(given)} == {"2024-12-05"}


def test_search_keeps_to_the_page_and_the_kind(home: Path) -> None:
    inside = lines(assistant("search", "工会", "--page", "3", "--json", home=home))
    assert {hit["issued"] for hit in inside} == {"2024-12-05"}
    photos = lines(assistant("search", "工会", "--kind", "photo", "--json", home=home))
    assert 0 < len(photos) < len(lines(assistant("search", "工会", "--json", home=home)))


def test_a_batch_answers_line_by_line_and_skips_what_is_no_question(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text(
        '{"id": 7, "question": "平阳驿站"}\nnot json\n{"id": 8, "question": "热线"}\n', encoding="utf-8"
    )
    done = assistant("search", "--batch", str(batch), "--json", "--k", "3", home=home)
    assert [line["id"] for line in lines(done)] == ["7", "8"]
    assert all(len(list(line["results"])) == 3 for line in lines(done))  # type: ignore[call-overload]
    assert done.returncode == 1
    assert "第2行" in done.stderr


def test_the_stored_questions_reach_the_promised_scores(home: Path) -> None:
    (scores,) = lines(assistant("evaluate", "evals/questions.jsonl", "--json", home=home))
    promised = {
        "hit@5": 0.98,
        "fact_recall": 0.8,
        "number_accuracy": 0.95,
        "citation_precision": 0.97,
        "citation_recall": 0.95,
        "refusal_f1": 0.9,
    }
    assert {name: scores[name] for name, least in promised.items() if float(str(scores[name])) < least} == {}


def test_check_list_show_and_doctor_agree(home: Path) -> None:
    assert lines(assistant("library", "check", "--json", home=home))[0]["clean"] is True
    listed = lines(assistant("library", "list", "--limit", "5", "--json", home=home))
    assert len(listed) == 5
    assert listed[0]["issued"] == "2024-12-05"
    states = {line["name"]: line["state"] for line in lines(assistant("doctor", "--json", home=home))}
    assert states["文库"] == "good"
    assert states["大模型"] == "off"


def test_a_deleted_article_is_gone(tmp_path: Path) -> None:
    record = json.dumps({"id": "n1", "title": "甲乙丙", "date": "2024-05-01", "text": "独一无二的句子在此。"})
    added = assistant("ingest", "-", "--json", home=tmp_path, stdin=record.encode())
    assert lines(added)[0]["added"] == 1
    assert lines(assistant("search", "独一无二", "--json", home=tmp_path))[0]["article_id"] == "n1"
    assert assistant("library", "delete", "n1", home=tmp_path).returncode == 0
    assert lines(assistant("search", "独一无二", "--json", home=tmp_path)) == []
    assert assistant("library", "show", "n1", home=tmp_path).returncode == 1


# -- bad input: one line of Chinese, exit code 1, the rest of the batch unharmed ---------------------------------

GOOD = json.dumps(
    {"id": "good", "title": "好文章", "date": "2024-05-01", "text": "这一篇没有问题。"}, ensure_ascii=False
)


def bad_files(folder: Path) -> Iterator[tuple[str, str]]:
    (folder / "empty.txt").write_bytes(b"")
    yield "empty.txt", "empty.txt"
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    yield "binary.txt", "binary.txt"
    (folder / "broken.jsonl").write_text("{not json\n", encoding="utf-8")
    yield "broken.jsonl", "第1行"
    (folder / "textless.jsonl").write_text('{"id": "1", "title": "只有标题"}\n', encoding="utf-8")
    yield "textless.jsonl", "第1行"
    with gzip.open(folder / "long.jsonl.gz", "wb", compresslevel=1) as out:
        out.write(b'{"id": "long", "text": "')
        for _ in range(200):
            out.write(b"a" * 2**20)
        out.write(b'"}\n')
    yield "long.jsonl.gz", "第1行"
    (folder / "void").mkdir()
    (folder / "void" / "a.xyz").write_bytes(b"?")
    yield "void", "没有可读的文件"
    yield "missing.txt", "没有这个文件"


def test_bad_files_are_each_one_line_and_the_good_one_gets_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = list(bad_files(folder))
    (folder / "good.jsonl").write_text(f"{GOOD}\nnull\n", encoding="utf-8")
    paths = [str(folder / name) for name, _ in bad]
    done = assistant("ingest", *paths, str(folder / "good.jsonl"), "--json", home=tmp_path / "home")
    assert done.returncode == 1
    (summary,) = lines(done)
    assert (summary["added"], summary["failed"]) == (1, len(bad) + 1)
    complaints = done.stderr.strip().splitlines()
    assert len(complaints) == len(bad) + 1, done.stderr
    for (_, expected), complaint in zip(bad, complaints, strict=False):
        assert expected in complaint
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("ask", "--colour", "red"), ("search", "驿站", "--k", "many"), ("frobnicate",), ("ask",)]
)
def test_wrong_usage_is_one_line_and_exit_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = assistant(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "用法错误" in done.stderr


def test_a_wrong_key_is_one_line_without_the_key(home: Path) -> None:
    with ScriptedEndpoint([refusal(401, "Incorrect API key provided")]) as endpoint:
        done = assistant(
            "ask",
            "平阳改造一家通宵驿站要花多少钱？",
            home=home,
            ASSISTANT_CHAT_MODEL="any",
            OPENAI_BASE_URL=endpoint.url,
            OPENAI_API_KEY="sk-wrong-key",
        )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "sk-wrong-key" not in done.stderr


def test_an_endpoint_that_refuses_connections_is_one_line(home: Path) -> None:
    done = assistant(
        "ask",
        "平阳改造一家通宵驿站要花多少钱？",
        home=home,
        ASSISTANT_CHAT_MODEL="any",
        ASSISTANT_CHAT_RETRIES="0",
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        OPENAI_API_KEY="sk-x",
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_data_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    folder = locked / "home" if os.geteuid() else Path("/proc/assistant")  # root may write anywhere but here
    done = assistant("ingest", str(SAMPLE), home=folder)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "ASSISTANT_HOME" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "command"), [((), "ask"), (("watch",), "add"), (("library",), "check")]
)
def test_without_a_command_the_help_is_shown(
    tmp_path: Path, arguments: tuple[str, ...], command: str
) -> None:
    done = assistant(*arguments, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"  {command} " in done.stderr


def test_ctrl_c_says_that_what_is_stored_stays_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_self: object, _entries: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DenseIndex, "add", interrupt)
        done = assistant("ingest", str(SAMPLE), home=tmp_path)
    assert done.returncode == 130
    assert done.stderr.strip().splitlines()[-1] == "已中断；已经入库的内容都在，重新运行会接着做。"
    check = assistant("library", "check", home=tmp_path)
    assert "再运行一次 assistant ingest" in check.stdout
    assert assistant("ingest", str(SAMPLE), home=tmp_path).returncode == 0
    assert assistant("library", "check", home=tmp_path).returncode == 0
