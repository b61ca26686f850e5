from __future__ import annotations

import gzip
import json
from pathlib import Path

from assistant.ingest import Ingested, Step, ingest
from assistant.readers import Limits
from vectorstore.store import VectorStore


def run(store: VectorStore, *paths: Path) -> tuple[Ingested, list[Step]]:
    steps: list[Step] = []
    result = ingest([str(path) for path in paths], store=store, limits=Limits(), report=steps.append)
    return result, steps


def record(**values: str) -> str:
    return json.dumps(
        {"id": "1", "title": "题", "date": "2024-05-01", "text": "正文一句。"} | values, ensure_ascii=False
    )


def test_a_gz_is_read_as_what_it_holds(store: VectorStore, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(record().encode()))
    result, _ = run(store, path)
    assert (result.added, result.failed) == (1, 0)


def test_a_changed_record_is_a_revision_and_the_old_text_is_not_found(
    store: VectorStore, tmp_path: Path
) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(record(), encoding="utf-8")
    run(store, path)
    path.write_text(record(text="改过的正文。"), encoding="utf-8")
    result, _ = run(store, path)
    assert (result.added, result.revised, result.unchanged) == (0, 1, 0)
    article = store.library.find("1")
    assert article is not None
    assert (article.text, article.revision) == ("改过的正文。", 2)


def test_a_folder_is_read_whole_and_one_failure_stops_nothing(store: VectorStore, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.jsonl").write_text(record(), encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.jsonl").write_text(record(id="2"), encoding="utf-8")
    result, steps = run(store, tmp_path)
    assert (result.added, result.failed) == (2, 1)
    assert "a.txt" in result.failures[0].reason
    assert steps[-1].done == 2


def test_a_page_becomes_articles_with_where_they_stood(store: VectorStore, tmp_path: Path) -> None:
    path = tmp_path / "2024-05-06-02.txt"
    path.write_text(
        "试验日报\n\n2024年5月6日 星期一 第2版\n\n# 纺织厂办起夜校\n\n"
        "本报讯（记者田一禾）5月4日，青禾市纺织厂夜校开学，首批招收学员120名。\n\n"
        "夜校每周二、周四晚上7点上课，教师由退休技师担任，学费由厂工会承担。\n",
        encoding="utf-8",
    )
    result, _ = run(store, path)
    assert (result.added, result.failed) == (1, 0)
    (article,) = store.library.listing(limit=5)
    assert article.headline == "纺织厂办起夜校"
    assert str(article.issued) == "2024-05-06"
    assert article.origin == "2024-05-06-02.txt"
