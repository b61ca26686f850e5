"""`python -m assistant`: the command line without its console script."""

from __future__ import annotations

from assistant.cli import run

if __name__ == "__main__":
    run()
