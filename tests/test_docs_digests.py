"""The examples of docs/digests.md are such as can be used: units, cron line, prices, options, links."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from assistant.chat.prices import load_prices
from assistant.cli import app

DOCS = Path(__file__).resolve().parents[1] / "docs"
EXAMPLES = DOCS / "examples"
UNITS = sorted([*EXAMPLES.glob("*.service"), *EXAMPLES.glob("*.timer")])


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#", ";"))
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys of units tell capitals apart
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def options() -> set[str]:
    """The options that `assistant digest` takes."""
    commands = get_command(app).commands  # type: ignore[attr-defined]  # the app is a group
    return {name for parameter in commands["digest"].params for name in parameter.opts}


def digest_options(command: str) -> set[str]:
    assert "assistant digest" in command
    return set(re.findall(r"(?<=\s)--[a-z-]+", command))


def test_units_have_their_sections_and_the_timer_a_service() -> None:
    service, timer = unit(EXAMPLES / "union-news-digest.service"), unit(EXAMPLES / "union-news-digest.timer")
    assert set(service.sections()) == {"Unit", "Service", "Install"}
    assert set(timer.sections()) == {"Unit", "Timer", "Install"}
    assert timer["Timer"]["Persistent"] == "true"
    assert re.fullmatch(r"\w{3} \*-\*-\* \d\d:\d\d:\d\d", timer["Timer"]["OnCalendar"])
    assert service["Service"]["Type"] == "oneshot"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))  # which only a login has
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *map(str, UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_services_command_is_one_and_asks_for_options_there_are() -> None:
    command = unit(EXAMPLES / "union-news-digest.service")["Service"]["ExecStart"]
    assert "%" not in command.replace("%%", "")
    program, flag, script = shlex.split(command)
    assert (program, flag) == ("/bin/sh", "-c")
    assert digest_options(script) <= options()
    subprocess.run(["/bin/sh", "-n", "-c", script.replace("%%", "%")], check=True)


def test_the_cron_line_has_five_times_and_no_bare_per_cent_sign() -> None:
    text = (EXAMPLES / "union-news-digest.cron").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line and not line.startswith("#")]
    *times, command = line.split(None, 5)
    assert len(times) == 5
    assert all(re.fullmatch(r"\*|\d+", each) for each in times)
    assert "%" not in command.replace(r"\%", "")
    assert digest_options(command) <= options()
    subprocess.run(["/bin/sh", "-n", "-c", command.replace(r"\%", "%")], check=True)


def test_the_price_list_can_be_read() -> None:
    assert load_prices(EXAMPLES / "prices.toml")["qwen-plus"].batch == 0.5


def test_options_and_files_the_page_names_are_there() -> None:
    text = (DOCS / "digests.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("    assistant digest")]
    assert lines
    assert all(digest_options(line) <= options() for line in lines)
    assert all((DOCS / name).is_file() for name in re.findall(r"\]\(([^)]+)\)", text))
