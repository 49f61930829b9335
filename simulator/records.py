"""What exists in the simulated world: people, posts, comments, conversations, tickets.

All instants are whole epoch seconds (UTC). Nothing here knows a wire format; `simulator.platforms` does.
A record keeps its whole history (edits, deletion, audits), so that the world can be shown as of any instant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

BOT_ID = -1  # Zendesk's own "System" user: triggers and automations act under it


@dataclass(slots=True)
class Person:
    """A customer, with one identity on each platform."""

    name: str
    handle: str
    language: str
    email: str
    facebook_id: str
    zendesk_id: int
    first_ticket_at: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """An employee who answers, in a department from the day `joined` until before the day `left` (None: open).

    Who moves to another department is in both, with the same ids.
    """

    name: str
    department: str
    zendesk_id: int
    facebook_id: str
    joined: date | None = None
    left: date | None = None

    def works_on(self, day: date) -> bool:
        """True while they belong to the department."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


@dataclass(slots=True)
class Post:
    """A post of the company's page; the totals are impressions that it will have had in the end.

    `kind`: usual, campaign, faq (answers a question for everybody) or reactive (about an outage that goes on).
    """

    id: str
    created: int
    text: str
    campaign: str | None = None
    is_paid: bool = False
    kind: str = "usual"
    organic_total: int = 0
    paid_total: int = 0
    ad_id: str | None = None


@dataclass(slots=True)
class Comment:
    """A comment under a post. `person` is None for the page's own comments, which carry the `agent`.

    `root_id` is the top-level comment of the thread (its own id for a top-level comment), `parent_id` the
    comment that it answers. `kind`: text, emoji, tag or spam. `intent` is what it wants, as a reader would label it;
    None where it only goes on with what was said before. `doubts` is the campaign whose claim it takes up.
    """

    id: str
    post_id: str
    root_id: str
    parent_id: str | None
    person: Person | None
    agent: Agent | None
    text: str
    created: int
    kind: str = "text"
    edits: list[tuple[int, str]] = field(default_factory=list)
    is_split: bool = False  # the second part of an answer that says so: "(2/2)"
    intent: str | None = None
    doubts: str | None = None
    is_peer: bool = False  # a customer answers another one
    hidden_at: int | None = None
    deleted_at: int | None = None
    to: Person | None = None  # whom the company answers, where that isn't who wrote the parent

    def text_at(self, now: int) -> str:
        """The text as it reads at `now`, edits up to and including `now` applied."""
        text = self.text
        for at, edited in self.edits:
            if at <= now:
                text = edited
        return text


@dataclass(slots=True)
class PrivateMessage:
    """One message of a private conversation; `person` None means the page wrote it."""

    id: str
    created: int
    person: Person | None
    text: str
    kind: str = "text"
    intent: str | None = None


@dataclass(slots=True)
class Call:
    """A call to the service line: taken by `agent`, or given up by a caller who had waited long enough."""

    id: int
    created: int
    person: Person
    topic: str
    text: str
    intent: str
    agent: Agent | None = None
    taken_at: int | None = None
    ended_at: int | None = None
    gave_up_at: int | None = None


@dataclass(slots=True)
class Conversation:
    """An endless private thread between the page and one person; messages in order of time."""

    id: str
    person: Person
    messages: list[PrivateMessage] = field(default_factory=list)


@dataclass(slots=True)
class Mail:
    """One mail in the company's mailbox, between `person` and the address `box`; `is_own`: the company wrote it.

    `thread` is the id of the mail that began it, `answers` that of the mail it answers. `agent` is who of the company
    wrote; `is_shared` where they did so under `box` instead of their own address. `kind`: text, or auto_reply (an
    absence note), bounce (a mail server's report) and list (a newsletter), which nobody answers.
    """

    id: str
    thread: str
    answers: str | None
    box: str
    person: Person
    created: int
    subject: str
    text: str
    is_own: bool = False
    agent: Agent | None = None
    is_shared: bool = True
    kind: str = "text"
    intent: str | None = None


@dataclass(slots=True)
class TicketComment:
    """The comment of an audit: public (the customer sees it) or an internal note."""

    id: int
    author_id: int
    text: str
    is_public: bool
    is_split: bool = False  # the second part of an answer that says so: "(2/2)"


@dataclass(slots=True)
class Audit:
    """One update of a ticket: at most one comment, and the fields that it set to new values.

    Custom fields are among them by the names of simulator.company.CUSTOM_FIELDS.
    """

    id: int
    at: int
    author_id: int
    via: str  # mail, web, chat, rule, merge, system, answer_bot
    changes: dict[str, Any]
    previous: dict[str, Any]
    comment: TicketComment | None = None
    is_create: bool = False
    reference_id: int | None = None  # the other ticket of a merge, or the rule that acted


@dataclass(slots=True)
class Ticket:
    """A ticket with its audits in order of time; the first one created it."""

    id: int
    person: Person
    channel: str  # mail, web, chat
    subject: str
    topic: str
    submitter_id: int
    audits: list[Audit] = field(default_factory=list)
    intent: str | None = None  # of its first message; None where an employee wrote it
    touched_at: int | None = None  # a system update: moves generated_timestamp, not updated_at
    followup_of: int | None = None
    external_id: str | None = None  # of the comment or message on the page that it is about

    @property
    def created(self) -> int:
        """Instant of the first audit."""
        return self.audits[0].at

    def state_at(self, now: int) -> dict[str, Any]:
        """All fields after the last audit at or before `now`."""
        state: dict[str, Any] = {}
        for audit in self.audits:
            if audit.at > now:
                break
            state.update(audit.changes)
        return state


@dataclass(frozen=True, slots=True)
class Spilled:
    """A service contact that nobody would have made without a post. `kind`: ticket, message or call, `id` its own."""

    campaign: str
    post_id: str
    kind: str
    id: str
    at: int


@dataclass(slots=True)
class Outlet:
    """What was written on one more platform: the company's posts, and what people and the company wrote there.

    A comment without a post (`post_id` empty) addresses the company by itself: a mention, or a topic in a forum.
    """

    platform: str
    posts: list[Post] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """Everything that happened in [start, end); `posts`, `comments` and `conversations` are those of the page.

    `outlets` are the other platforms by name, which is that of their source as well; `mails` are all of the mailbox.
    `people` have had a ticket, `everybody` are all who might write.
    """

    seed: int
    days: int
    start: int
    end: int
    people: list[Person]
    posts: list[Post]
    comments: list[Comment]
    conversations: list[Conversation]
    tickets: list[Ticket]
    calls: list[Call] = field(default_factory=list)
    spilled: list[Spilled] = field(default_factory=list)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    everybody: list[Person] = field(default_factory=list)
