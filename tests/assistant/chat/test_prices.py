from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat.metered import Price
from assistant.chat.prices import load_prices
from assistant.errors import SettingsError


def written(folder: Path, text: str) -> Path:
    path = folder / "prices.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_prices_are_found_by_the_models_name(tmp_path: Path) -> None:
    path = written(
        tmp_path, '["qwen-plus"]\ninput = 0.8\noutput = 2\n\n["deepseek/v3.1"]\ninput = 0\noutput = 0\n'
    )
    prices = load_prices(path)
    assert prices["qwen-plus"] == Price(0.8, 2.0)
    assert prices["deepseek/v3.1"] == Price(0.0, 0.0)
    assert "gpt" not in prices


@pytest.mark.parametrize(
    "text",
    [
        "[m]\ninput = 1",
        '[m]\ninput = "1"\noutput = 2',
        "[m]\ninput = -1\noutput = 2",
        "m = 3",
        "[m]\ninput = nan\noutput = 1",
    ],
)
def test_an_entry_that_is_no_price_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"\[m\]"):
        load_prices(written(tmp_path, text))


def test_a_file_that_is_no_toml_or_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TOML"):
        load_prices(written(tmp_path, "not toml"))
    with pytest.raises(SettingsError, match="ASSISTANT_PRICES"):
        load_prices(tmp_path / "none.toml")


def test_the_batch_api_has_a_price_of_its_own_where_one_is_given(tmp_path: Path) -> None:
    prices = load_prices(
        written(tmp_path, "[a]\ninput = 1\noutput = 2\nbatch = 0.5\n[b]\ninput = 1\noutput = 2\n")
    )
    assert (prices["a"].batch, prices["b"].batch) == (0.5, 1.0)
    with pytest.raises(SettingsError, match="batch"):
        load_prices(written(tmp_path, "[a]\ninput = 1\noutput = 2\nbatch = 'half'\n"))
