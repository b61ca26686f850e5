"""Password hashes that are made quickly: what they cost an attacker is argon2's own matter."""

from __future__ import annotations

from functools import partial

import pytest
from argon2 import PasswordHasher


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Import it beside `pytestmark = pytest.mark.usefixtures("quick_hashes")`."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr("assistant.passwords.PasswordHasher", cheap)
