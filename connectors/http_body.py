"""An answer's body, read to its end within bounds: who sends on and on must neither hold a run nor fill memory.

The time-out of a connection is that of each of its packets: a byte a minute would never meet it. And a few kilobytes
of gzip unpack to gigabytes.
"""

import time
from collections.abc import Callable

import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError, SSLError

AT_ONCE = 64 * 1024


class BodyTooLarge(requests.exceptions.RequestException):
    """It has more bytes than anything that is asked for here."""


class BodyTooSlow(requests.exceptions.RequestException):
    """It didn't end in time."""


def read_body(
    response: requests.Response, largest: int, seconds: float, clock: Callable[[], float] = time.monotonic
) -> None:
    """Read what is still to come of `response`, unpacked, so that its `content` is there.

    Raises:
        BodyTooLarge, BodyTooSlow: it goes beyond `largest` bytes or `seconds`.
        RequestException: what `response.content` would raise.
    """
    parts: list[bytes] = []
    size, end = 0, clock() + seconds
    try:
        # Not as much as is asked for but what is there: else a slow server decides when we look at the clock.
        while part := response.raw.read1(AT_ONCE, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > largest:
                raise BodyTooLarge
            if clock() > end:
                raise BodyTooSlow
    except HTTPError as error:
        response.close()
        raise _as_requests_says(error) from error
    except requests.exceptions.RequestException:
        response.close()
        raise
    response._content = b"".join(parts)
    response._content_consumed = True  # type: ignore[attr-defined]


def _as_requests_says(error: HTTPError) -> requests.exceptions.RequestException:
    kinds: list[tuple[type[HTTPError], type[requests.exceptions.RequestException]]] = [
        (ReadTimeoutError, requests.exceptions.ReadTimeout),
        (ProtocolError, requests.exceptions.ChunkedEncodingError),
        (DecodeError, requests.exceptions.ContentDecodingError),
        (SSLError, requests.exceptions.SSLError),
    ]
    kind = next((ours for theirs, ours in kinds if isinstance(error, theirs)), None)
    return (kind or requests.exceptions.ConnectionError)()
