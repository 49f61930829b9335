"""What a reader who comes once, at `now`, can see of each thread, as steps for `simulator.truth_waits`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.company import SOURCE_FACEBOOK, SOURCE_PHONE, SOURCE_ZENDESK, department_of
from simulator.records import BOT_ID, Comment, Conversation, Person, Ticket, World
from simulator.truth_waits import Step
from simulator.visible import removal_instants

EXPORT_LAG = 60  # Zendesk's exports leave out the last minute


@dataclass
class Thread:
    """One customer in one conversation, on one source. `ticket` is set for tickets; ids are native.

    `channels` holds the channel of single messages, by id, where not all of a thread came on one; `owner` is the
    department whose it is, where that doesn't follow from the channel; `person` the customer.
    """

    conversation_id: str
    channel: str
    visibility: str
    steps: list[Step] = field(default_factory=list)
    ticket: Ticket | None = None
    source: str = SOURCE_FACEBOOK
    channels: dict[str, str] = field(default_factory=dict)
    owner: str | None = None
    person: Person | None = None

    def channel_of(self, message_id: str) -> str:
        """The channel on which a message came."""
        return self.channels.get(message_id, self.channel)


def comment_threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each customer under each top-level comment, in order of first appearance."""
    removed = removal_instants(world.comments)
    seen = [c for c in world.comments if c.created <= now < removed.get(c.id, now + 1)]
    by_id = {comment.id: comment for comment in seen}
    threads: dict[tuple[str, str], Thread] = {}
    for comment in seen:
        customer = _customer(comment, by_id)
        if customer is not None:
            key = (comment.root_id, customer.facebook_id)
            thread = threads.setdefault(key, Thread(comment.root_id, "comment", "public", person=customer))
            thread.steps.append(_comment_step(comment, now))
    yield from threads.values()


def _customer(comment: Comment, by_id: dict[str, Comment]) -> Person | None:
    # Whose thread a comment belongs to: its author's, or for the page's own that of whom it answers.
    if comment.person:
        return comment.person
    answered = by_id[comment.parent_id] if comment.parent_id else None
    return answered.person if answered else None


def _comment_step(comment: Comment, now: int) -> Step:
    if comment.person is None:
        agent = comment.agent
        return Step(
            "reply", comment.created, comment.id, answers=comment.parent_id,
            author=agent.facebook_id if agent else None,
            department=department_of(agent.zendesk_id, comment.created) if agent else None,
            is_split=comment.is_split,
        )  # fmt: skip
    hidden = comment.hidden_at is not None and comment.hidden_at <= now
    return Step("message", comment.created, comment.id, comment.kind in ("text", "spam") and not hidden)


def private_threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each private conversation."""
    for conversation in world.conversations:
        thread = Thread(conversation.id, "direct_message", "private", list(private_steps(conversation, now)))
        thread.person = conversation.person
        if thread.steps:
            yield thread


def private_steps(conversation: Conversation, now: int) -> Iterator[Step]:
    """What was said in a private conversation until `now`."""
    for message in conversation.messages:
        if message.created <= now:
            kind = "message" if message.person else "reply"
            yield Step(kind, message.created, message.id, message.kind == "text")


def call_threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each call: who hangs up before anybody has answered takes the call back."""
    for call in world.calls:
        if call.created > now:
            continue
        number = f"A{call.id:06d}"
        steps = [Step("message", call.created, f"{number}-1")]
        if call.gave_up_at is not None and call.gave_up_at <= now:
            steps.append(Step("delete", call.gave_up_at))
        elif call.agent and call.taken_at is not None and call.taken_at <= now:
            who, at = call.agent.zendesk_id, call.taken_at
            steps.append(Step("reply", at, f"{number}-2", author=who, department=department_of(who, at)))
        yield Thread(number, "phone", "private", steps, source=SOURCE_PHONE, person=call.person)


def ticket_threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each ticket that the exports show at `now`."""
    horizon = now - EXPORT_LAG
    channels = {"mail": "mail", "web": "web_form", "chat": "chat"}
    for ticket in world.tickets:
        if ticket.created <= horizon:
            steps = list(_ticket_steps(ticket, horizon))
            yield Thread(
                str(ticket.id), channels[ticket.channel], "private", steps, ticket, SOURCE_ZENDESK,
                person=ticket.person,
            )  # fmt: skip


def _ticket_steps(ticket: Ticket, horizon: int) -> Iterator[Step]:
    is_over = False
    for audit in ticket.audits:
        if audit.at > horizon:
            return
        comment = audit.comment
        if comment and comment.is_public and comment.author_id != BOT_ID:
            is_customer = comment.author_id == ticket.person.zendesk_id
            if is_customer:
                yield Step("message", audit.at, str(comment.id))
            else:
                department = department_of(comment.author_id, audit.at)
                yield Step(
                    "reply", audit.at, str(comment.id), author=comment.author_id, department=department,
                    is_split=comment.is_split,
                )  # fmt: skip
        status = audit.changes.get("status")
        if status in ("solved", "closed"):
            yield Step("merge" if audit.via == "merge" else "close", audit.at)
            is_over = True
        elif status == "deleted":
            yield Step("delete", audit.at)
        elif status and is_over:
            yield Step("reopen", audit.at)
            is_over = False
