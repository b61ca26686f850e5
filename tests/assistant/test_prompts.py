from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import PromptError
from assistant.prompts import load_prompt

SHIPPED = Path(__file__).resolve().parents[2] / "prompts"


def write(folder: Path, text: str) -> Path:
    (folder / "p.md").write_text(text, encoding="utf-8")
    return folder


def test_names_are_filled_and_values_are_not_templates_themselves(tmp_path: Path) -> None:
    prompt = load_prompt("p", write(tmp_path, "# System\n\n守规矩。\n\n# User\n\n问：$question\n"))
    assert prompt.fill({"question": "值 $100 {吗}？"}) == ("守规矩。", "问：值 $100 {吗}？")


@pytest.mark.parametrize("values", [{}, {"question": "一", "unused": "二"}])
def test_a_missing_or_an_unused_name_is_an_error(tmp_path: Path, values: dict[str, str]) -> None:
    prompt = load_prompt("p", write(tmp_path, "# System\n一\n# User\n$question"))
    with pytest.raises(PromptError, match="占位符"):
        prompt.fill(values)


@pytest.mark.parametrize("text", ["没有小节", "# System\n只有一半", "# System\n一\n# User\n价格 $ 5"])
def test_a_file_that_is_no_prompt_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(PromptError):
        load_prompt("p", write(tmp_path, text))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="读不了"):
        load_prompt("p", tmp_path)


def test_the_digest_follows_the_words(tmp_path: Path) -> None:
    one = load_prompt("p", write(tmp_path, "# System\n一\n# User\n问"))
    two = load_prompt("p", write(tmp_path, "# System\n二\n# User\n问"))
    assert one.digest != two.digest


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.md")), ids=lambda path: path.stem)
def test_every_shipped_prompt_loads(path: Path) -> None:
    assert load_prompt(path.stem, SHIPPED).system
