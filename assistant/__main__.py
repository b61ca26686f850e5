"""`python -m assistant`: the command line without its console script."""

from __future__ import annotations

from assistant.start import start

if __name__ == "__main__":
    start()
