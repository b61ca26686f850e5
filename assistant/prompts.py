"""Prompt files: load one, fill its `$names`, give its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import PromptError

_PARTS = re.compile(r"\A\s*# System\s*\n(?P<system>.*?)^# User\s*\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two halves of a prompt file."""

    name: str
    system: str
    user: str
    digest: str  # first 16 hex digits of the file's SHA-256

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """(system, user) with every `$name` replaced. Raises PromptError for a missing or an unused name."""
        halves = Template(self.system), Template(self.user)
        wanted = {name for half in halves for name in half.get_identifiers()}
        if wanted != set(values):
            missing, unused = sorted(wanted - set(values)), sorted(set(values) - wanted)
            raise PromptError(f"提示词 {self.name}.md 的占位符不符：缺少 {missing}，多余 {unused}。")
        return halves[0].substitute(values), halves[1].substitute(values)


def load_prompt(name: str, folder: Path) -> Prompt:
    """The prompt `<folder>/<name>.md`. Raises PromptError."""
    path = folder / f"{name}.md"
    try:
        data = path.read_bytes()
        parts = _PARTS.match(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"读不了提示词文件 {path}：请重新安装，或检查该文件（须为 UTF-8）。") from error
    if parts is None:
        raise PromptError(f"提示词文件 {path} 须有「# System」和「# User」两节。")
    prompt = Prompt(
        name, parts["system"].strip(), parts["user"].strip(), hashlib.sha256(data).hexdigest()[:16]
    )
    for half in (prompt.system, prompt.user):
        if not Template(half).is_valid():
            raise PromptError(f"提示词文件 {path} 里有不合规的 $ 占位符；要写美元符号请用 $$。")
    return prompt
