"""An ingest killed with SIGKILL at ten random points: nothing is lost, served twice or left behind."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.fakes import HashEmbedder
from tests.store_home import StoreHome, make_article, traces
from vectorstore.legs import Leg, Probe
from vectorstore.records import Article, Filter

ROOT = Path(__file__).resolve().parents[2]
ARTICLES, BATCH = 900, 45  # more than Chroma takes before it writes its graph to disk
KILLS = 5  # while all is new, and as many while a third is being revised
ALL = Filter()

WRITER = """
import sys
from pathlib import Path
from tests.store_home import StoreHome
from tests.vectorstore.test_store_killed import BATCH, edition
store = StoreHome(Path(sys.argv[1])).open()
articles = edition(sys.argv[2])
with store.writing():
    for start in range(0, len(articles), BATCH):
        print(start, flush=True)
        store.add(articles[start : start + BATCH])
print("done", flush=True)
"""


def edition(name: str) -> list[Article]:
    """All articles; those of the second edition differ in every third."""
    return [
        make_article(
            f"第{number}号车间的职工在{'二稿' if name == 'second' and number % 3 == 0 else '一稿'}{number}中领到了降温用品。",
            external_id=str(number),
        )
        for number in range(ARTICLES)
    ]


def write(home: StoreHome, name: str, *, until: int | None = None, delay: float = 0.0) -> None:
    """Write the edition in another process; killed `delay` seconds after it began with article `until`."""
    command = [sys.executable, "-c", WRITER, str(home.folder), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line.strip() == str(until):
                time.sleep(delay)
                writer.kill()
                return
    assert (writer.returncode, until) == (0, None)


def found(leg: Leg, probe: Probe, *, limit: int, admit: Filter = ALL) -> set[str]:
    """Ids of what the leg proposes."""
    return {each.passage_id for each in leg.search(probe, admit=admit, limit=limit)}


def assert_whole(home: StoreHome, random: Random) -> int:
    """Recover, then find every article the library has through both legs; how many there are."""
    store = home.open()
    with store.writing():
        pass
    check = store.check()
    assert check.clean, check
    ids = store.library.passage_ids()
    if ids:
        probe = Probe("车间的职工", HashEmbedder().embed_question("车间的职工"))
        assert found(home.lexical, probe, limit=len(ids) + 10) == ids
        # The graph is approximate: among hundreds of all but equal sentences it may not lead to every one.
        assert len(ids - found(home.dense, probe, limit=len(ids) + 10)) <= len(ids) // 100
        assert found(home.dense, probe, limit=len(ids) + 10, admit=Filter(kind="article")) == ids
    served = [article.external_id for article in store.library.listing(limit=2 * ARTICLES)]
    assert len(served) == len(set(served)) == check.articles
    for name in random.sample(sorted(served, key=str), min(5, len(served))):
        article = store.library.find(str(name))
        assert article is not None
        # Not always the first: the texts differ in a number only, and 110 holds all that 10 does.
        assert article in [hit.article for hit in store.search(article.text, admit=ALL, limit=5)]
    return check.articles


@pytest.mark.slow
def test_killed_at_ten_random_points_nothing_is_lost(store_home: StoreHome) -> None:
    random = Random(20240501)  # noqa: S311  # the same numbers every time are wanted
    killed = 0
    seen = [0]
    for name in ("first", "second"):
        for slot in range(KILLS):
            batch = random.randrange(slot * ARTICLES // KILLS, (slot + 1) * ARTICLES // KILLS) // BATCH
            write(store_home, name, until=batch * BATCH, delay=random.uniform(0.0, 0.15))
            killed += 1
            seen.append(assert_whole(store_home, random))
        write(store_home, name)
        assert assert_whole(store_home, random) == ARTICLES
        assert {a.text for a in store_home.open().library.listing(limit=ARTICLES)} == {
            a.text for a in edition(name)
        }
    assert killed == 2 * KILLS
    assert seen == sorted(seen)  # what was served once stays
    assert 0 < seen[KILLS // 2] < ARTICLES  # the kills did fall into the work
    assert [number for number in range(0, 300, 30) if traces(store_home.folder, f"一稿{number}中")] == []
