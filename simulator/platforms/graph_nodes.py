"""How a post, comment, conversation or message looks in the Graph API, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.company import PAGE_ID, PAGE_NAME
from simulator.platforms import graph_reactions, graph_reviews
from simulator.platforms.graph_fields import Field
from simulator.platforms.graph_reactions import Reaction
from simulator.platforms.graph_reviews import Review
from simulator.platforms.wire import Request, graph_time
from simulator.records import Comment, Conversation, Person, Post, PrivateMessage

if TYPE_CHECKING:
    from simulator.platforms.facebook import Graph

DEFAULTS = {
    "str": "id,name",
    "Post": "created_time,message,id",
    "Comment": "created_time,from,message,id",
    "Conversation": "id,link,updated_time",
    "PrivateMessage": "id,created_time",
    "Review": graph_reviews.DEFAULT,
    "Reaction": "id,name,type",
}
EDGES = {
    "Post": ("comments", "reactions"),
    "Comment": ("comments", "reactions"),
    "Conversation": ("messages",),
}
NODE_NAMES = {"Post": "PagePost", "Conversation": "UnifiedThread", "PrivateMessage": "Message", "str": "Page"}
LINK = "https://www.facebook.com/"
PAGE = {"name": PAGE_NAME, "id": PAGE_ID}


class UnknownField(Exception):
    """A field or edge that the object doesn't have."""

    def __init__(self, name: str, node: str) -> None:
        super().__init__(name, node)
        self.name, self.node = name, node


def _person(person: Person | None) -> dict[str, str]:
    return {"name": person.name, "id": person.facebook_id} if person else dict(PAGE)


def _picked(value: Any, fields: list[Field] | None) -> Any:
    # Sub-fields asked of a plain object; the id always comes along.
    if fields is None or not isinstance(value, dict) or "data" in value:
        return value
    names = {field.name for field in fields} | {"id"}
    return {name: part for name, part in value.items() if name in names}


class Nodes:
    """Renders objects for a `Graph`; absent values are left out, as the API does."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def render(self, found: Any, fields: list[Field], request: Request) -> dict[str, Any]:
        """The object with the asked fields; `id` is always among them.

        Raises:
            UnknownField: the object has no such field.
        """
        if isinstance(found, Review):
            try:
                return graph_reviews.render(found, fields)
            except KeyError as missing:
                raise UnknownField(missing.args[0], "Recommendation") from None
        rendered: dict[str, Any] = {}
        for field in [*fields, Field("id")] if all(f.name != "id" for f in fields) else fields:
            value = self._value(found, field, request)
            if value is not None:
                rendered[field.name] = _picked(value, field.fields)
        return rendered

    def _value(self, found: Any, field: Field, request: Request) -> Any:
        kind = type(found).__name__
        if field.name in EDGES.get(kind, ()):
            page = self._graph.list_edge(found.id, found, field.name, field.modifiers, field.fields, request)
            return page if page["data"] or page.keys() & {"paging", "summary"} else None
        values = getattr(self, f"_{kind.lower()}")(found)
        if field.name not in values:
            raise UnknownField(field.name, NODE_NAMES.get(kind, kind))
        value = values[field.name]
        return value() if callable(value) else value

    def _str(self, _: str) -> dict[str, Any]:
        return {**PAGE, "category": "Telekommunikation", "link": LINK + PAGE_NAME, "username": "nordfunk"}

    def _post(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "message": post.text,
            "created_time": graph_time(post.created),
            "updated_time": graph_time(post.created),
            "from": dict(PAGE),
            "permalink_url": LINK + post.id.replace("_", "/posts/"),
            "status_type": "added_photos",
            "is_published": True,
            "is_hidden": False,
            "is_expired": False,
            "promotable_id": post.id,
            "is_eligible_for_promotion": True,
            "promotion_status": "active" if post.is_paid else "inactive",
            "story": None,
            "parent_id": None,
            "shares": self._shares(post),
        }

    def _shares(self, post: Post) -> dict[str, int] | None:
        count = graph_reactions.shares(post, self._graph.now)
        return {"count": count} if count else None

    def _reaction(self, reaction: Reaction) -> dict[str, Any]:
        return {"id": reaction.id, "name": reaction.name, "type": reaction.kind}

    def _comment(self, comment: Comment) -> dict[str, Any]:
        graph, agent = self._graph, comment.agent
        return {
            "id": comment.id,
            "message": comment.text_at(graph.now),
            "created_time": graph_time(comment.created),
            "from": _person(comment.person),
            "is_hidden": comment.hidden_at is not None and comment.hidden_at <= graph.now,
            "is_private": False,
            "comment_count": lambda: len(graph.replies(comment)),
            "like_count": 0,
            "user_likes": False,
            "can_comment": True,
            "can_hide": comment.person is not None,
            "can_like": True,
            "can_remove": True,
            "can_reply_privately": comment.person is not None,
            "admin_creator": {"name": agent.name, "id": agent.facebook_id} if agent else None,
            "object": {"id": comment.post_id},
            "permalink_url": f"{LINK}{comment.post_id.replace('_', '/posts/')}?comment_id={comment.id.split('_')[1]}",
            "message_tags": None,
            "attachment": None,
            "application": None,
            "live_broadcast_timestamp": None,
            "private_reply_conversation": None,
            "parent": lambda: self._parent(comment),
        }

    def _parent(self, comment: Comment) -> dict[str, Any] | None:
        parent = self._graph.find(comment.parent_id) if comment.parent_id else None
        if parent is None:
            return None
        return {
            "created_time": graph_time(parent.created),
            "from": _person(parent.person),
            "message": parent.text_at(self._graph.now),
            "id": parent.id,
        }

    def _conversation(self, conversation: Conversation) -> dict[str, Any]:
        messages, person = self._graph.messages(conversation), conversation.person
        members = [
            {"name": person.name, "email": f"{person.facebook_id}@facebook.com", "id": person.facebook_id},
            {"name": PAGE_NAME, "email": f"{PAGE_ID}@facebook.com", "id": PAGE_ID},
        ]
        return {
            "id": conversation.id,
            "link": f"/{PAGE_ID}/inbox/{conversation.id.removeprefix('t_')}/?section=messages",
            "updated_time": graph_time(messages[-1].created),
            "message_count": len(messages),
            "unread_count": 0 if messages[-1].person is None else 1,
            "can_reply": True,
            "is_subscribed": True,
            "snippet": messages[-1].text[:90],
            "subject": None,
            "name": None,
            "wallpaper": None,
            "former_participants": {"data": []},
            "participants": {"data": members},
            "senders": {"data": members},
            "scoped_thread_key": conversation.id,
            "tags": None,
        }

    def _privatemessage(self, message: PrivateMessage) -> dict[str, Any]:
        conversation = self._graph.conversation_of(message)
        person = conversation.person
        page = {"name": PAGE_NAME, "email": f"{PAGE_ID}@facebook.com", "id": PAGE_ID}
        customer = {
            "name": person.name,
            "email": f"{person.facebook_id}@facebook.com",
            "id": person.facebook_id,
        }
        sender, receiver = (page, customer) if message.person is None else (customer, page)
        return {
            "id": message.id,
            "created_time": graph_time(message.created),
            "message": message.text,
            "from": sender,
            "to": {"data": [receiver]},
            "thread_id": conversation.id,
            "attachments": None,
            "shares": None,
            "sticker": None,
            "tags": None,
        }
