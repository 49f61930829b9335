"""What Meta tells of an app that receives WhatsApp's webhooks: its subscriptions, and what a token of it may.

Source: Graph API reference, /{app}/subscriptions and /debug_token. No client of others' checks this.
"""

from __future__ import annotations

import re
from typing import Any

from simulator.faults import Fault
from simulator.platforms import graph_errors as errors
from simulator.platforms.wire import Answer, Request

FIELDS = ("messages", "smb_message_echoes")
SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")


class WhatsAppApp:
    """Answers to the app itself, about the `token` of its system user."""

    now = 0

    def __init__(self, app_id: str, app_secret: str, token: str) -> None:
        self.app_id, self.token = app_id, token
        self.refused: set[str] = set()  # permissions and webhook fields that were taken away, by name
        self._own = f"Bearer {app_id}|{app_secret}"

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        if request.headers.get("authorization") != self._own:
            return errors.bad_token()
        match re.sub(r"^v\d+\.\d+/", "", request.path).split("/"):
            case [app, "subscriptions"] if app == self.app_id:
                fields = [{"name": name, "version": "v26.0"} for name in FIELDS if name not in self.refused]
                ours: dict[str, Any] = {
                    "object": "whatsapp_business_account", "callback_url": "https://hooks.example/hooks/wa",
                    "active": True, "fields": fields,
                }  # fmt: skip
                return Answer(200, {"data": [ours]})
            case ["debug_token"]:
                if request.params.get("input_token") != self.token:
                    return Answer(200, {"data": {"is_valid": False, "scopes": []}})
                scopes = [name for name in SCOPES if name not in self.refused]
                return Answer(200, {"data": {"app_id": self.app_id, "is_valid": True, "scopes": scopes}})
        return errors.unknown_object(request.path)

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in Meta's words."""
        return errors.unknown_error() if fault.kind == "error" else None
