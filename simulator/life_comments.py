"""How a post of the page gathers comments: a wave that fades, threads, replies, edits and deletions."""

from __future__ import annotations

from simulator.company import BY_ID, PAGE_ID, local
from simulator.life_messages import writes_privately
from simulator.records import Agent, Comment, Person, Post
from simulator.town import DAY, Town

EFFORT = 290.0
HOUR = 3600
# What people write under a post, and how often the page means to answer it.
KINDS_USUAL = {
    "question": 0.30,
    "support": 0.17,
    "complaint": 0.11,
    "praise": 0.14,
    "emoji": 0.14,
    "tag": 0.12,
    "spam": 0.02,
}
KINDS_CAMPAIGN = {
    "question": 0.29,
    "support": 0.20,
    "complaint": 0.25,
    "praise": 0.05,
    "emoji": 0.10,
    "tag": 0.08,
    "spam": 0.03,
}
ANSWERED = {"question": 0.94, "support": 0.95, "complaint": 0.92, "praise": 0.55}
TOPICS = {
    "question": ("contract", "roaming", "offer", "delivery", "idea", "esim"),
    "support": ("outage", "app", "esim", "delivery"),
    "complaint": ("billing", "outage", "contract", "delivery"),
}
AWAKE = [
    4,
    2,
    1,
    1,
    1,
    2,
    6,
    14,
    22,
    26,
    28,
    30,
    34,
    32,
    28,
    28,
    30,
    34,
    40,
    46,
    50,
    46,
    30,
    14,
]  # by local hour


def publish(town: Town, text: str, crowd: int, *, campaign: str | None = None, is_paid: bool = False) -> None:
    """The page posts now; about `crowd` top-level comments follow, most of them within two days."""
    number = town.next_id("post", 122_100_000_000_000_000, 10**9)
    post = Post(f"{PAGE_ID}_{number}", town.clock.now, text, campaign, is_paid)
    town.posts.append(post)
    kinds = KINDS_CAMPAIGN if campaign else KINDS_USUAL
    if town.chance(0.25):
        town.later(town.rng.randrange(40, 400), lambda: _page_comments_first(town, post))
    for _ in range(crowd):
        at = _moment(town, post.created, 0.9 * DAY if not campaign else 1.6 * DAY)
        kind = town.rng.choices(list(kinds), list(kinds.values()))[0]
        town.clock.at(at, lambda kind=kind: _person_comments(town, post, kind))  # type: ignore[misc]


def _moment(town: Town, since: int, mean: float) -> int:
    # Exponential decay, thinned by how many people are awake at that hour.
    while True:
        at = since + 20 + int(town.rng.expovariate(1 / mean))
        if town.rng.random() * max(AWAKE) < AWAKE[local(at).hour]:
            return at


def _add(
    town: Town, post: Post, person: Person | None, agent: Agent | None, text: str,
    parent: Comment | None = None, kind: str = "text", *, same_second: bool = False,
) -> Comment:  # fmt: skip
    number = town.next_id("fbcomment", 1_180_000_000_000_000, 10**9)
    comment_id = f"{post.id.split('_')[1]}_{number}"
    root = parent.root_id if parent else comment_id
    at = town.clock.now
    while not same_second and at in town.seconds_taken.setdefault(root, set()):
        at += 1
    town.seconds_taken.setdefault(root, set()).add(at)
    comment = Comment(comment_id, post.id, root, parent.id if parent else None, person, agent, text, at, kind)
    town.comments.append(comment)
    return comment


def _page_comments_first(town: Town, post: Post) -> None:
    agent = town.rng.choice(BY_ID["marketing"].people)
    text = town.write.phrase("de", "PAGE_COMMENT")
    first = _add(town, post, None, agent, text)
    for _ in range(town.rng.randrange(0, 5)):
        town.later(town.after(6 * HOUR, 1.0), lambda: _asks(town, post, first, town.someone(), "question"))


def _text(town: Town, person: Person, kind: str) -> tuple[str, str | None]:
    if kind == "praise":
        return town.write.say(person, "PRAISE"), "contract"
    topic = town.rng.choice(TOPICS[kind])
    return town.write.phrase(person.language, "public", topic), topic


def _person_comments(town: Town, post: Post, kind: str) -> None:
    person = town.someone()
    if kind == "emoji":
        _add(town, post, person, None, town.write.emoji(), kind="emoji")
    elif kind == "tag":
        friends = " ".join(f"@{town.someone().handle}" for _ in range(town.rng.choice((1, 1, 2))))
        _add(town, post, person, None, friends, kind="tag")
    elif kind == "spam":
        spam = _add(town, post, person, None, town.write.say(person, "SPAM"), kind="spam")
        if town.chance(0.8):
            spam.hidden_at = town.clock.now + town.after(2 * HOUR)
    else:
        _asks(town, post, None, person, kind)


def _asks(town: Town, post: Post, parent: Comment | None, person: Person, kind: str) -> None:
    if parent is not None and _gone(parent, town.clock.now):
        return
    text, topic = _text(town, person, kind)
    comment = _add(town, post, person, None, text, parent)
    if town.chance(0.03):
        comment.edits.append((comment.created + town.after(400), text + " (bearbeitet)"))
    if town.chance(0.022):
        comment.deleted_at = comment.created + town.after(9 * HOUR, 1.2)
    if kind in ("complaint", "support") and town.chance(0.14):
        town.later(town.rng.randrange(20, 240), lambda: _adds(town, post, comment, person))
    for _ in range(2):
        if town.chance(0.1 if kind in ("complaint", "support") else 0.03):
            town.later(town.after(3 * HOUR), lambda: _joins(town, post, comment, kind))
    if town.chance(ANSWERED[kind]) and not town.chance(BY_ID["marketing"].ignores):
        _queue(town, post, comment, person, kind, topic or "contract")


def _gone(comment: Comment, now: int) -> bool:
    return comment.deleted_at is not None and comment.deleted_at <= now


def _adds(town: Town, post: Post, comment: Comment, person: Person) -> None:
    if not _gone(comment, town.clock.now):
        _add(
            town,
            post,
            person,
            None,
            town.write.say(person, "DETAILS" if town.chance(0.3) else "FOLLOWUP"),
            comment,
        )


def _joins(town: Town, post: Post, comment: Comment, kind: str) -> None:
    # Somebody else replies to the customer: to us it is one more message that may want an answer.
    if _gone(comment, town.clock.now):
        return
    person = town.someone()
    if town.chance(0.25):
        _add(town, post, person, None, town.write.emoji(), comment, "emoji")
        return
    joined = _add(town, post, person, None, town.write.say(person, "ME_TOO"), comment)
    if town.chance(0.72):
        _queue(town, post, joined, person, kind, "outage")


def _queue(town: Town, post: Post, comment: Comment, person: Person, kind: str, topic: str) -> None:
    # Service takes the urgent complaints of the night campaign itself, in public; the rest is marketing's.
    desk = "service" if kind == "support" and town.chance(0.18) else "marketing"

    def reply(agent: Agent) -> None:
        _page_replies(town, post, comment, person, kind, topic, agent)

    town.queue(
        desk, EFFORT, reply, lambda: not _gone(comment, town.clock.now), urgency=5 if kind != "praise" else 8
    )


def _page_replies(
    town: Town, post: Post, comment: Comment, person: Person, kind: str, topic: str, agent: Agent
) -> None:
    if kind in ("complaint", "support") and town.chance(0.4):
        text = town.write.public_line(person, agent, "TO_PRIVATE")
        if town.chance(0.45):
            private = town.write.say(person, "FROM_PUBLIC")
            town.later(town.after(1800, 1.2), lambda: writes_privately(town, person, topic, private))
    elif kind == "praise":
        text = town.write.public_line(person, agent, "THANKS_BACK")
    else:
        text = town.write.reply(person, agent, topic, "answer", letter=False)
    reply = _add(town, post, None, agent, text, comment)
    draw = town.rng.random()
    if draw < 0.10:
        town.later(
            town.after(1800, 1.2), lambda: _back(town, post, reply, person, "THANKS", agent, kind, topic)
        )
    elif draw < 0.24:
        town.later(
            town.after(2600, 1.3), lambda: _back(town, post, reply, person, "FOLLOWUP", agent, kind, topic)
        )
    elif draw < 0.32:
        town.later(town.after(900, 1.2), lambda: _likes(town, post, reply, person))


def _likes(town: Town, post: Post, comment: Comment, person: Person) -> None:
    _add(town, post, person, None, town.write.emoji(), comment, "emoji")


def _back(
    town: Town, post: Post, reply: Comment, person: Person, words: str, agent: Agent, kind: str, topic: str
) -> None:
    comment = _add(town, post, person, None, town.write.say(person, words, agent), reply)
    if town.chance(0.85 if words == "FOLLOWUP" else 0.6):
        _queue(town, post, comment, person, kind, topic)
