"""Errors as the Graph API words them."""

from __future__ import annotations

from simulator.platforms.wire import Answer

TRACE = "AbXc0Nordfunk7SimTrace"


def error(
    status: int, message: str, code: int, *, subcode: int | None = None, kind: str = "OAuthException",
    is_transient: bool | None = None,
) -> Answer:  # fmt: skip
    """An error body; Graph answers most of them with HTTP 400."""
    body: dict[str, object] = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        body["error_subcode"] = subcode
    if is_transient is not None:
        body["is_transient"] = is_transient
    return Answer(status, {"error": body | {"fbtrace_id": TRACE}})


def no_token() -> Answer:
    """No access token came with the request."""
    return error(400, "An access token is required to request this resource.", 104)


def bad_token() -> Answer:
    """The access token isn't one of ours."""
    answer = error(401, "Invalid OAuth access token - Cannot parse access token", 190)
    answer.headers["WWW-Authenticate"] = (
        'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"'
    )
    return answer


def unknown_object(object_id: str) -> Answer:
    """The object doesn't exist, was deleted, or can't be seen with this token: Graph doesn't say which."""
    message = (
        f"Unsupported get request. Object with ID '{object_id}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )
    return error(400, message, 100, subcode=33, kind="GraphMethodException")


def unknown_field(name: str, node: str) -> Answer:
    """A field that this kind of object doesn't have."""
    return error(400, f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})", 100)


def bad_parameter(message: str) -> Answer:
    """A parameter that can't be read."""
    return error(400, f"(#100) {message}", 100)


def no_permission(name: str) -> Answer:
    """The token wasn't given a permission."""
    if name.endswith(("_messaging", "_messages")):
        return error(403, f"(#200) Requires {name} permission to manage the object", 200)
    message = (
        f"(#10) This endpoint requires the '{name}' permission or the 'Page Public Content Access' feature."
    )
    return error(400, message, 10)


def throttled(code: int) -> Answer:
    """Too many calls: 4 for the app, 17 user, 32 page, 80002 Instagram, 613, 80000 and 80004 ad account."""
    if code == 80002:
        message = "There have been too many calls to this Instagram account. Wait a bit and try again."
        return error(400, f"(#{code}) {message}", code, subcode=2446079)
    if code in (613, 80000, 80004):
        message = "There have been too many calls from this ad-account. Please wait a bit and try again."
        return error(
            400, f"(#{code}) {message}", code, subcode={613: 1487742, 80000: 2446079}.get(code, 2446079)
        )
    who = {4: "Application", 17: "User", 32: "Page"}.get(code, "Application")
    return error(400, f"(#{code}) {who} request limit reached", code, is_transient=code == 4)


def too_much_data() -> Answer:
    """The page of results was too big to put together."""
    message = "Please reduce the amount of data you're asking for, then retry your request"
    return error(500, message, 1)


def too_many_rows() -> Answer:
    """Insights of so many rows have to be asked for in smaller spans."""
    message = "Please reduce the amount of data you're asking for, then retry your request"
    return error(400, message, 100, subcode=1487534)


def no_metric() -> Answer:
    """Insights without a metric."""
    message = "No metric was specified to be fetched. Please specify one or more metrics to be fetched and try again."
    return error(400, f"(#100) {message}", 3001, subcode=1504028)


def unknown_error() -> Answer:
    """Something broke on the platform's side."""
    return error(500, "An unknown error has occurred.", 1, is_transient=False)
