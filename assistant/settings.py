"""Settings from the environment, the data folder's `settings.env` and `.env`: values only, nothing is built here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

APP = "union-news-assistant"
SETTINGS_FILE = "settings.env"  # in the data folder: what was chosen on the page


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
    judge_model: str = ""  # judges answers beside the sentence gate in evaluations; empty: only the gate does
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
    voice: str = "kokoro:zf_xiaobei"  # or openai:MODEL/VOICE
    voice_listener: str = ""  # the other voice of a dialogue; empty: one that differs, where there is one
    voice_url: str = ""  # of the speech endpoint; empty: the base URL
    voice_speed: Annotated[float, Field(ge=0.5, le=2.0)] | None = None  # None: at which the voice is clearest
    voice_label: Literal["spoken", "rhythm"] = "spoken"  # how sound says that it is generated
    max_bytes: Annotated[int, Field(gt=0)] = 200 * 2**20  # of a file that is held whole
    max_stream_bytes: Annotated[int, Field(gt=0)] = 8 * 2**30  # of a JSONL file
    max_pages: Annotated[int, Field(gt=0)] = 500
    max_seconds: Annotated[float, Field(gt=0)] = 600.0
    max_line_chars: Annotated[int, Field(gt=0)] = 2_000_000
    port: Annotated[int, Field(ge=1, le=65535)] = 8501
    address: str = "127.0.0.1"  # what the page listens on; another one needs access control
    access: Literal["open", "password", "oidc"] = "open"
    inbox: Path | None = None  # server-side folder editors may read in from; None: `inbox` in the data folder
    session_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 12.0  # until one has to sign in again
    oidc_metadata_url: str = ""  # of the identity provider: https://…/.well-known/openid-configuration
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_uri: str = ""  # this page's own address, with /oauth2callback behind it


def load_settings() -> Settings:
    """The settings in force: the environment before `settings.env`, that before `.env`. Raises SettingsError naming
    the variable that cannot be used."""
    try:
        # What pydantic-settings takes beside the fields, mypy does not know of.
        return Settings(_env_file=(".env", Settings().home / SETTINGS_FILE))  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        name = name if name.startswith(("ASSISTANT_", "OPENAI_")) else f"ASSISTANT_{name}"
        raise SettingsError(
            f"设置 {name} 的值不能用（{first['msg']}）：请改正环境变量或 .env 文件。"
        ) from error


def server_environment() -> dict[str, str]:
    """The environment for a server with a thread for every question: the C library gives each some memory of its own,
    which it hardly ever gives back, unless it is told to share two such pools among them all."""
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


def in_environment(name: str) -> bool:
    """Whether the environment itself sets the setting of this name, so that no file can."""
    names = {f"ASSISTANT_{name.upper()}", f"OPENAI_{name.upper()}" if name in ("api_key", "base_url") else ""}
    return any(each.upper() in names for each in os.environ)
