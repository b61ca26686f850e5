"""An identity provider that signs in whoever it was told to, without asking."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "papers"


class Provider:
    """Discovery document, authorization, token and key endpoints on 127.0.0.1."""

    def __init__(self) -> None:
        self.mail = "nobody@example.org"  # of whoever signs in next
        self._key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self._nonce = ""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.get(self)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                owner.reply(self, owner.token())

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def get(self, request: BaseHTTPRequestHandler) -> None:
        """Answer discovery and key requests; send whoever is to be authorized straight back."""
        parts = urlsplit(request.path)
        if parts.path != "/authorize":
            self.reply(request, self._keys() if parts.path == "/jwks" else self._document())
            return
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._nonce = asked.get("nonce", "")
        request.send_response(302)
        back = urlencode({"code": "c", "state": asked["state"]})
        request.send_header("Location", f"{asked['redirect_uri']}?{back}")
        request.end_headers()

    def token(self) -> dict[str, object]:
        """What a code is exchanged for."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.mail,
            "email": self.mail,
            "email_verified": True,
            "nonce": self._nonce,
            "iat": now,
            "exp": now + 600,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self._key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": signed}

    def reply(self, request: BaseHTTPRequestHandler, values: dict[str, object]) -> None:
        """Send JSON."""
        body = json.dumps(values).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _keys(self) -> dict[str, object]:
        return {"keys": [self._key.as_dict(private=False)]}

    def _document(self) -> dict[str, object]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider at work."""
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
