from __future__ import annotations

from pathlib import Path

import pytest

from assistant.web import site


class _Interrupted:
    def run(self, **_: object) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_ends_the_server_without_a_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    monkeypatch.setattr(site, "build_site", lambda _settings: _Interrupted())
    monkeypatch.setattr(site, "warm_up", lambda: None)
    monkeypatch.setattr("sys.argv", ["site"])
    site.main("127.0.0.1", 8501)
