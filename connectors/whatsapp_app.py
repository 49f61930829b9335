"""What doctor can ask Meta about the app whose webhooks are pushed: its subscriptions, and what its token may.

Source: Graph API reference (v26.0): /{app}/subscriptions and /debug_token, asked with the app's own token, which is its
number and secret with a bar between them. Not verified against the platform. No message can be read this way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.errors import AccessDenied, ConnectorError
from connectors.facebook_graph import Graph, open_graph
from connectors.http import Params
from connectors.page import Check

OBJECT = "whatsapp_business_account"
SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
SIGN_IN = "check app_id, and that app_secret is that app's"


@dataclass(frozen=True)
class App:
    """One Meta app, and the `token` of its system user, '' where none was given."""

    graph: Graph
    app_id: str
    token: str = field(default="", repr=False)

    def checks(self) -> Iterator[Check]:
        """Is the app subscribed to messages, and has the token each permission?"""
        try:
            yield from self._subscriptions()
            if self.token:
                yield from self._scopes()
        except AccessDenied as error:
            yield Check("app", False, str(error), SIGN_IN)
        except ConnectorError as error:
            yield Check("app", False, str(error), "check base_url, and that the platform is up")

    def _subscriptions(self) -> Iterator[Check]:
        listed = self._data(f"/{self.app_id}/subscriptions")
        ours = [
            one
            for one in listed
            if isinstance(one, dict) and one.get("object") == OBJECT and one.get("active")
        ]
        fields = {
            one.get("name") if isinstance(one, dict) else one
            for each in ours
            for one in each.get("fields") or []
        }
        mend = (
            ""
            if "messages" in fields
            else "subscribe the app to the webhook field messages (WhatsApp, Configuration)"
        )
        yield Check(
            "subscription",
            not mend,
            f"subscribed to {', '.join(sorted(map(str, fields))) or 'nothing'}",
            mend,
        )

    def _scopes(self) -> Iterator[Check]:
        (told,) = self._data("/debug_token", {"input_token": self.token}) or [{}]
        told = told if isinstance(told, dict) else {}
        if not told.get("is_valid"):
            yield Check(
                "token", False, "Meta doesn't accept it", "create a system user's token, and export it again"
            )
            return
        scopes = told.get("scopes") or []
        for scope in SCOPES:
            mend = "" if scope in scopes else f"give the system user's token {scope}"
            yield Check(scope, not mend, "granted" if scope in scopes else "missing", mend)

    def _data(self, path: str, params: Params | None = None) -> list[object]:
        """What an answer holds under `data`, an object as the only one of a list."""
        body = self.graph.get(path, params).body
        data = body.get("data") if isinstance(body, dict) else None
        return data if isinstance(data, list) else [data]


def app_of(base_url: str, app_id: str, app_secret: str, token: str) -> App | None:
    """The app as it asks for itself; None where its number isn't known."""
    return (
        App(open_graph(base_url, f"{app_id}|{app_secret}", hidden=(app_secret, token)), app_id, token)
        if app_id
        else None
    )
