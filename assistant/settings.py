"""Settings from the environment and `.env`: values only, nothing is built here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

APP = "union-news-assistant"


class Settings(BaseSettings):
    """Every setting, with its default. Names in the environment carry the prefix `ASSISTANT_`."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir(APP, appauthor=False)))
    cache: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir(APP, appauthor=False)))
    embedder: str = "e5-small"  # or onnx:/folder, or openai:MODEL
    # http://host:port or https://host/tenant/database; empty: Chroma inside this process
    chroma_url: str = ""
    chroma_token: SecretStr = SecretStr("")  # for a server that wants one, as Chroma Cloud does
    chat_model: str = ""  # empty: extractive answers
    chat_timeout: Annotated[float, Field(gt=0)] = 60.0  # seconds
    chat_retries: Annotated[int, Field(ge=0, le=10)] = 4
    chat_context: Annotated[int, Field(ge=1024)] = 8192  # tokens the chat model can take
    chat_max_tokens: Annotated[int, Field(ge=16)] = 800
    chat_concurrency: Annotated[int, Field(ge=1, le=64)] = 4  # requests under way at one time
    chat_budget: Annotated[int, Field(gt=0)] | None = None  # tokens of one run, both ways; None: no limit
    prices: Path | None = None  # TOML file of what models cost; None: costs are not counted
    api_key: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("ASSISTANT_API_KEY", "OPENAI_API_KEY")
    )
    base_url: str = Field(default="", validation_alias=AliasChoices("ASSISTANT_BASE_URL", "OPENAI_BASE_URL"))
    max_bytes: Annotated[int, Field(gt=0)] = 200 * 2**20  # of a file that is held whole
    max_stream_bytes: Annotated[int, Field(gt=0)] = 8 * 2**30  # of a JSONL file
    max_pages: Annotated[int, Field(gt=0)] = 500
    max_seconds: Annotated[float, Field(gt=0)] = 600.0
    max_line_chars: Annotated[int, Field(gt=0)] = 2_000_000
    port: Annotated[int, Field(ge=1, le=65535)] = 8501


def load_settings() -> Settings:
    """The settings in force. Raises SettingsError naming the variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        name = name if name.startswith(("ASSISTANT_", "OPENAI_")) else f"ASSISTANT_{name}"
        raise SettingsError(
            f"设置 {name} 的值不能用（{first['msg']}）：请改正环境变量或 .env 文件。"
        ) from error
