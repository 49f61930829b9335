"""How answers leave the server: compressed, kept for ever where the address says the content, computed once.

Scripts carry their version in the address, so a browser may keep them (plotly.min.js alone is 4.8 MB). A page's answer
is a pure function of the snapshot and of what was asked, so the compressed bytes are kept under both.
"""

import gzip
import hashlib

from flask import Flask, Response, g, has_request_context, request

from dashboard.cache import Cache
from dashboard.data import Reader

SMALL = 1_000
KEPT_BYTES = 64_000_000
_UPDATE = "/_dash-update-component"
_FOREVER = "public, max-age=31536000, immutable"
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg")
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:;"
    " frame-ancestors 'none'; base-uri 'self'"
)
"""No page can load anything from elsewhere, whatever a library would like to."""


def register(server: Flask, reader: Reader) -> None:
    """Add compression, cache headers, the policy, and the cache of answers."""
    static: Cache[bytes] = Cache(KEPT_BYTES, len)
    answers: Cache[bytes] = Cache(KEPT_BYTES, len)

    @server.before_request
    def serve_kept() -> Response | None:
        if request.path != _UPDATE or not _gzips():
            return None
        g.answer_key = (reader.newest(), hashlib.sha256(request.get_data()).digest())
        kept = answers.get(g.answer_key)
        return _packed(Response(kept, mimetype="application/json")) if kept is not None else None

    @server.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        versioned = request.path.startswith("/_dash-component-suites/") or (
            request.path.startswith("/assets/") and "m" in request.args
        )
        if versioned and response.status_code == 200:
            response.headers["Cache-Control"] = _FOREVER
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-cache"
        if _is_text(response) and _gzips() and "Content-Encoding" not in response.headers:
            _compress(response, static if versioned else None)
            key = g.get("answer_key")
            # Of a snapshot that can't be opened, an older one's answer must not be kept.
            is_of_it = key is not None and key[0] == reader.shown
            if is_of_it and response.status_code == 200 and not g.get("is_passing"):
                answers.put(key, response.get_data())
        return response


def do_not_keep() -> None:
    """Let the answer that is being made not be kept: something in it failed, and may not fail again."""
    if has_request_context():
        g.is_passing = True


def _compress(response: Response, keep: Cache[bytes] | None) -> None:
    response.direct_passthrough = False
    if keep is not None:
        packed = keep.get_or(request.full_path, lambda: gzip.compress(response.get_data(), 6))
    else:
        data = response.get_data()
        if len(data) < SMALL and request.path != _UPDATE:
            return
        packed = gzip.compress(data, 4)
    response.set_data(packed)
    _packed(response)


def _packed(response: Response) -> Response:
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response


def _gzips() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _is_text(response: Response) -> bool:
    return response.status_code == 200 and (response.mimetype or "").startswith(_TEXTS)
