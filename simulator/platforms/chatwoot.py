"""Chatwoot's API over a desk: conversations by last activity, their messages, inboxes, agents, teams and ratings.

Source: Chatwoot's OpenAPI description, and its published finders for pages and orders. Not verified against the
system. The reader is an administrator.
"""

from __future__ import annotations

from typing import Any

from simulator.faults import Fault
from simulator.platforms.chatwoot_desk import INBOXES, Conversation, Desk, Message, Rating
from simulator.platforms.wire import Answer, Request

Item = dict[str, Any]
ACCOUNT = 7
PAGE, MESSAGES = 25, 20


class Chatwoot:
    """Answers requests about a desk, as of an instant, to a user with an access token."""

    def __init__(self, desk: Desk, token: str, account: int = ACCOUNT) -> None:
        self.desk, self.token, self.account = desk, token, account
        self.now = desk.end
        self.refused: set[str] = set()  # roles that were taken away, by name

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        if request.headers.get("api_access_token") != self.token:
            return Answer(401, {"error": "Invalid Access Token"})
        path = [part for part in request.path.split("/") if part]
        if path[:4] != ["api", "v1", "accounts", str(self.account)]:
            return Answer(404, {"error": "Resource could not be found"})
        return self._answer(path[4:], request)

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault as Chatwoot, or what stands before it, would say it."""
        match fault.kind:
            case "throttle":
                return Answer(429, b"Retry later\n", {"Retry-After": str(-int(-fault.seconds // 1))})
            case "error":
                return Answer(500, {"error": "Internal Server Error"})
            case "expired":
                return Answer(401, {"error": "Invalid Access Token"})
            case "denied":
                return Answer(403, {"error": "You are not authorized to do this action"})
            case "garbage":
                return Answer(200, b"<html><body>Wartung</body></html>")
        return None

    def _answer(self, path: list[str], request: Request) -> Answer:
        page = int(request.params.get("page", 1))
        match path:
            case ["inboxes" | "conversations", *_] if "agent" in self.refused:
                return Answer(401, {"error": "You are not authorized to access this account"})
            case ["csat_survey_responses"] if "administrator" in self.refused:
                return Answer(403, {"error": "You are not authorized to do this action"})
            case ["inboxes"]:
                inboxes = [
                    {"id": number, "channel_id": number, "name": name, "channel_type": kind}
                    for number, (name, kind) in INBOXES.items()
                ]
                return Answer(200, {"payload": inboxes})
            case ["agents"]:
                return Answer(200, [self._agent(number) for number in self.desk.agents])
            case ["teams"]:
                return Answer(200, [self._team(number) for number in self.desk.teams])
            case ["conversations"]:
                status = request.params.get("status", "open")
                shown = [self._conversation(one) for one in self._there()]
                shown = [item for item in shown if status in ("all", item["status"])]
                shown.sort(key=lambda item: (item["last_activity_at"], item["id"]), reverse=True)
                body = {"meta": {"all_count": len(shown)}, "payload": _page(shown, page)}
                return Answer(200, {"data": body})
            case ["conversations", number]:
                found = self._find(number)
                return Answer(200, self._conversation(found)) if found else _missing()
            case ["conversations", number, "messages"]:
                found = self._find(number)
                return self._list_messages(found, request) if found else _missing()
            case ["csat_survey_responses"]:
                given = [rating for rating in self.desk.ratings if rating.at <= self.now]
                newest = sorted(given, key=lambda rating: rating.at, reverse=True)
                return Answer(200, [self._rating(rating) for rating in _page(newest, page)])
        return _missing()

    def _there(self) -> list[Conversation]:
        gone = {one.number for one in self.desk.conversations if one.deleted and one.deleted <= self.now}
        return [one for one in self.desk.conversations if one.created <= self.now and one.number not in gone]

    def _find(self, number: str) -> Conversation | None:
        return next((one for one in self._there() if str(one.number) == number), None)

    def _list_messages(self, conversation: Conversation, request: Request) -> Answer:
        """The newest before an id, oldest of them first."""
        found = self._messages(conversation.number)
        if "before" in request.params:
            found = [message for message in found if message.id < int(request.params["before"])]
        contact = self._contact(conversation.contact)
        shown = [self._message(message, conversation) for message in found[-MESSAGES:]]
        return Answer(200, {"meta": {"labels": [], "contact": contact}, "payload": shown})

    def _messages(self, number: int) -> list[Message]:
        return [one for one in self.desk.messages if one.conversation == number and one.at <= self.now]

    def _conversation(self, one: Conversation) -> Item:
        changes = [c for c in self.desk.changes if c.conversation == one.number and c.at <= self.now]
        now = {change.name: change.value for change in changes}
        messages = self._messages(one.number)
        last = messages[-1].at
        assignee, team = now.get("assignee"), now.get("team")
        meta: Item = {
            "sender": self._contact(one.contact),
            "channel": INBOXES[one.inbox][1],
            "hmac_verified": False,
        }
        if assignee:
            meta["assignee"] = self._agent(int(assignee))
        if team:
            meta["team"] = self._team(int(team))
        return {
            "meta": meta, "id": one.number, "messages": [self._message(messages[-1], one)],
            "account_id": self.account, "uuid": f"00000000-0000-4000-8000-{one.number:012}",
            "additional_attributes": {}, "agent_last_seen_at": 0, "assignee_last_seen_at": 0, "can_reply": True,
            "contact_last_seen_at": 0, "custom_attributes": one.attributes, "inbox_id": one.inbox, "labels": [],
            "muted": False, "snoozed_until": None, "status": now.get("status", "open"), "created_at": one.created,
            "updated_at": max([last, *(change.at for change in changes)]) + 0.25, "timestamp": last,
            "first_reply_created_at": 0, "unread_count": 0, "last_activity_at": last,
            "priority": now.get("priority"), "waiting_since": 0, "sla_policy_id": None,
        }  # fmt: skip

    def _message(self, message: Message, conversation: Conversation) -> Item:
        is_deleted = message.deleted is not None and message.deleted <= self.now
        sender: Item | None = None
        if message.kind == 0:
            sender = {**self._contact(conversation.contact), "type": "contact"}
        elif message.agent:
            sender = {"id": message.agent, "name": self.desk.agents[message.agent], "type": "user"}
        told = {
            "id": message.id, "content": "This message was deleted" if is_deleted else message.text,
            "inbox_id": conversation.inbox, "conversation_id": conversation.number, "message_type": message.kind,
            "content_type": "text", "status": "sent", "content_attributes": {"deleted": True} if is_deleted else {},
            "created_at": message.at, "private": message.private, "source_id": None,
        }  # fmt: skip
        return told | ({"sender": sender} if sender else {})

    def _contact(self, number: int) -> Item:
        return {
            "id": number, "name": f"Kunde {number}", "email": f"kunde{number}@example.com", "phone_number": None,
            "identifier": None, "thumbnail": "", "additional_attributes": {}, "custom_attributes": {},
        }  # fmt: skip

    def _agent(self, number: int) -> Item:
        name = self.desk.agents[number]
        return {
            "id": number, "account_id": self.account, "availability_status": "offline", "auto_offline": True,
            "confirmed": True, "email": f"agent{number}@firm.example", "available_name": name, "name": name,
            "role": "agent", "thumbnail": "",
        }  # fmt: skip

    def _team(self, number: int) -> Item:
        return {
            "id": number, "name": self.desk.teams[number], "description": None, "allow_auto_assign": True,
            "account_id": self.account, "is_member": False,
        }  # fmt: skip

    def _rating(self, rating: Rating) -> Item:
        contact = next(one.contact for one in self.desk.conversations if one.number == rating.conversation)
        return {
            "id": rating.id, "rating": rating.rating, "feedback_message": rating.text, "account_id": self.account,
            "message_id": rating.id, "contact": self._contact(contact), "conversation_id": rating.conversation,
            "assigned_agent": self._agent(rating.agent), "created_at": rating.at,
        }  # fmt: skip


def _page(items: list[Any], page: int) -> list[Any]:
    return items[(page - 1) * PAGE : page * PAGE]


def _missing() -> Answer:
    return Answer(404, {"error": "Resource could not be found"})
