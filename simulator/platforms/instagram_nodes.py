"""How an account, its media, comments and messages look in the Graph API of Instagram, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.platforms import graph_reactions
from simulator.platforms.graph_fields import Field
from simulator.platforms.graph_nodes import UnknownField
from simulator.platforms.wire import Request, graph_time
from simulator.records import Comment, Conversation, Person, Post, PrivateMessage

if TYPE_CHECKING:
    from simulator.platforms.instagram import Instagram

LINK = "https://www.instagram.com/p/"
NAMES = {
    "Account": "IGUser", "Post": "IGMedia", "Tagged": "IGMedia", "Comment": "IGComment", "str": "Page",
    "Conversation": "UnifiedThread", "PrivateMessage": "Message",
}  # fmt: skip
DEFAULTS = {
    "Account": "id",
    "Post": "id",
    "Tagged": "id",
    "Comment": "timestamp,text,id",
    "Conversation": "id,updated_time",
    "PrivateMessage": "id,created_time",
    "str": "id,name",
}
EDGES = {
    "Post": ("comments",),
    "Comment": ("replies",),
    "Conversation": ("messages",),
    "Account": ("media", "tags"),
}


@dataclass(frozen=True)
class Account:
    """A professional account and the Facebook page that it is connected to."""

    id: str
    username: str
    name: str
    page_id: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """Somebody's post in which the account is tagged; `created` in epoch seconds."""

    id: str
    created: int
    person: Person
    text: str
    deleted_at: int | None = None


class Nodes:
    """Renders objects for an `Instagram`; absent values are left out, as the API does."""

    def __init__(self, platform: Instagram) -> None:
        self._platform = platform

    def render(self, found: Any, fields: list[Field], request: Request) -> dict[str, Any]:
        """The object with the asked fields; `id` is always among them.

        Raises:
            UnknownField: the object has no such field.
        """
        rendered: dict[str, Any] = {}
        for field in [*fields, Field("id")] if all(f.name != "id" for f in fields) else fields:
            value = self._value(found, field, request)
            if value is not None:
                rendered[field.name] = value
        return rendered

    def _value(self, found: Any, field: Field, request: Request) -> Any:
        kind = type(found).__name__
        if field.name in EDGES.get(kind, ()):
            page = self._platform.list_edge(found, field.name, field.modifiers, field.fields, request)
            return page if page["data"] or "paging" in page else None
        values: dict[str, Any] = getattr(self, f"_{kind.lower()}")(found)
        if field.name not in values:
            raise UnknownField(field.name, NAMES[kind])
        value = values[field.name]
        value = value() if callable(value) else value
        if field.fields is None or not isinstance(value, dict) or "data" in value:
            return value
        names = {one.name for one in field.fields} | {"id"}
        return {name: part for name, part in value.items() if name in names}

    def _str(self, _: str) -> dict[str, Any]:
        account = self._platform.account
        linked = {"id": account.id}
        return {"id": account.page_id, "name": account.name, "instagram_business_account": linked}

    def _account(self, account: Account) -> dict[str, Any]:
        media: Callable[[], int] = lambda: len(self._platform.media())  # noqa: E731
        return {
            "id": account.id,
            "username": account.username,
            "name": account.name,
            "media_count": media,
            "followers_count": 4_200,
            "follows_count": 17,
            "is_published": True,
        }

    def _post(self, post: Post) -> dict[str, Any]:
        platform = self._platform
        code = post.id[-11:]
        return {
            "id": post.id,
            "caption": post.text or None,
            "timestamp": graph_time(post.created),
            "username": platform.account.username,
            "owner": {"id": platform.account.id},
            "media_type": "IMAGE",
            "media_product_type": "FEED",
            "permalink": f"{LINK}{code}/",
            "shortcode": code,
            "comments_count": lambda: platform.comment_count(post),
            "like_count": lambda: len(graph_reactions.of(post, platform.now)),
            "is_comment_enabled": True,
            "is_shared_to_feed": None,
        }

    def _tagged(self, tagged: Tagged) -> dict[str, Any]:
        # Of what belongs to others, no owner and no counts by person are told.
        code = tagged.id[-11:]
        return {
            "id": tagged.id,
            "caption": tagged.text or None,
            "timestamp": graph_time(tagged.created),
            "username": tagged.person.handle,
            "media_type": "IMAGE",
            "permalink": f"{LINK}{code}/",
            "comments_count": 0,
            "like_count": 0,
        }

    def _comment(self, comment: Comment) -> dict[str, Any]:
        platform = self._platform
        author = platform.author(comment.person)
        # Below a reply stand no others: whoever answers one is listed beside it.
        parent = comment.root_id if comment.root_id != comment.id else None
        return {
            "id": comment.id,
            "text": comment.text_at(platform.now),
            "timestamp": graph_time(comment.created),
            "username": author["username"],
            "from": author,
            "user": {"id": author["id"]} if comment.person is None else None,
            "hidden": comment.hidden_at is not None and comment.hidden_at <= platform.now,
            "like_count": lambda: len(graph_reactions.of(comment, platform.now)),
            "parent_id": parent,
            "media": {"id": comment.post_id},
        }

    def _conversation(self, conversation: Conversation) -> dict[str, Any]:
        messages = self._platform.messages(conversation)
        members = [self._platform.author(conversation.person), self._platform.author(None)]
        return {
            "id": conversation.id,
            "updated_time": graph_time(messages[-1].created),
            "message_count": len(messages),
            "participants": {"data": members},
        }

    def _privatemessage(self, message: PrivateMessage) -> dict[str, Any]:
        platform = self._platform
        customer = platform.author(platform.conversation_of(message).person)
        account = platform.author(None)
        sender, receiver = (account, customer) if message.person is None else (customer, account)
        return {
            "id": message.id,
            "created_time": graph_time(message.created),
            "message": message.text,
            "from": sender,
            "to": {"data": [receiver]},
            "attachments": None,
            "shares": None,
            "story": None,
            "reactions": None,
            "tags": None,
        }
