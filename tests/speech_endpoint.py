"""An OpenAI-compatible speech server for tests: it answers with tones and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from assistant.voice.audio_files import wav_bytes
from tests.voice_rig import ToneSpeaker


class SpeechEndpoint:
    """Serves `/v1/audio/speech` on 127.0.0.1 until closed."""

    def __init__(self, *, status: int = 200, content: bytes | None = None) -> None:
        self.status = status
        self.content = content  # None: a WAV of tones as long as the input asks for
        self.asked: list[dict[str, object]] = []
        self.keys: list[str] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.asked.append(body)
                endpoint.keys.append(self.headers.get("Authorization", ""))
                content = endpoint.answer(body)
                self.send_response(endpoint.status if self.path == "/v1/audio/speech" else 404)
                self.send_header(
                    "Content-Type", "audio/wav" if endpoint.status == 200 else "application/json"
                )
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                """Tests stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Base URL as a user would configure it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, body: dict[str, object]) -> bytes:
        """The bytes of the reply."""
        if self.status != 200:
            return json.dumps({"error": {"message": "refused"}}).encode()
        if self.content is not None:
            return self.content
        return wav_bytes(ToneSpeaker().speak(str(body["input"]), speed=float(str(body.get("speed", 1)))))

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
