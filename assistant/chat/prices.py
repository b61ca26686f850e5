"""What chat models cost, from a TOML file: `["qwen-plus"]`, `input = 0.8`, `output = 2.0` (yuan a million tokens).

`batch = 0.5` beside them: calls through the Batch API cost half.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from assistant.chat.metered import Price
from assistant.errors import SettingsError


def load_prices(path: Path) -> Mapping[str, Price]:
    """Prices by the model's name. Raises SettingsError naming the file and the entry that cannot be used."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"读不了价格文件 {path}：请检查 ASSISTANT_PRICES 指的路径（须为 UTF-8）。"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"价格文件 {path} 不是 TOML（{error}）：请改正后重试。") from error
    return {model: _price(values, f"价格文件 {path} 的 [{model}]") for model, values in tables.items()}


def _price(values: object, where: str) -> Price:
    entry = values if isinstance(values, dict) else {}
    amounts = [entry.get(name) for name in ("input", "output")] + [entry.get("batch", 1.0)]
    numbers = [
        float(amount)
        for amount in amounts
        if isinstance(amount, int | float) and not isinstance(amount, bool) and 0 <= amount < float("inf")
    ]
    if len(numbers) != len(amounts):
        raise SettingsError(
            f"{where} 须有 input 和 output 两个不小于 0 的数（每百万 token 的元数）；batch 若写，是批处理的折扣，如 0.5。"
        )
    return Price(prompt=numbers[0], completion=numbers[1], batch=numbers[2])
