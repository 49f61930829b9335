"""What can go wrong while reading a source. Messages name the source and the mend, never a secret."""

from datetime import datetime


class ConnectorError(Exception):
    """A source could not be read. The text is one line, fit to be shown to a person."""


class RateLimited(ConnectorError):
    """The platform asks to come back later: not before `until` (aware)."""

    def __init__(self, until: datetime, message: str = "") -> None:
        self.until = until
        super().__init__(message or f"the platform asks to wait until {until.isoformat(timespec='seconds')}")


class AccessDenied(ConnectorError):
    """The token is not accepted, or lacks a permission that the message names. Retrying won't help."""


class SourceUnavailable(ConnectorError):
    """No usable answer in all attempts: the source is down, unreachable or cut off. Later may work."""


class SourceChanged(ConnectorError):
    """The source answers in a shape that this connector doesn't know: an API version, a removed column."""


class SettingsError(ConnectorError):
    """A field of the source's section in leitstand.toml is missing, unknown or wrong."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(f"{field}: {message}" if field else message)
