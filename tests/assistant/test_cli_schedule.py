"""`assistant schedule` end to end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.command import assistant, lines


def test_a_schedule_is_set_listed_run_and_deleted(tmp_path: Path) -> None:
    done = assistant("schedule", "add", "day", "--topic", "职工热线", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "每天一份" in done.stdout
    (listed,) = lines(assistant("schedule", "list", "--json", home=tmp_path))
    assert listed["topic"] == "职工热线"
    assert date.fromisoformat(str(listed["next_run"])) >= date.today() + timedelta(days=1)
    ran = assistant("schedule", "run", home=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")  # nothing is due on the first day
    assert assistant("schedule", "delete", str(listed["id"]), home=tmp_path).returncode == 0
    assert lines(assistant("schedule", "list", "--json", home=tmp_path)) == []


def test_a_period_that_is_not_known_is_wrong_usage(tmp_path: Path) -> None:
    assert assistant("schedule", "add", "year", home=tmp_path).returncode == 2
