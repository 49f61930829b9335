"""How a post of the page gathers comments: a wave that fades, threads, replies, edits and deletions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator import intents, life_doubles, life_peers
from simulator.campaigns import BY_ID as BY_CAMPAIGN
from simulator.campaigns import CPM, USUAL_MIX, Campaign
from simulator.company import BY_ID, PAGE_ID, local
from simulator.life_messages import OVERLOOKED, writes_privately
from simulator.records import Agent, Comment, Person, Post
from simulator.texts import Matter
from simulator.town import DAY, Town

EFFORT = 290.0
HOUR = 3600
# How often the page means to answer what people write under a post, and what that is about.
DOUBTED = 0.35  # of the complaints under a campaign's posts take up its claim
ANSWERED = {"question": 0.99, "support": 0.99, "complaint": 0.985, "praise": 0.97}
TOPICS = {
    "question": ("contract", "roaming", "offer", "delivery", "idea", "esim"),
    "support": ("outage", "app", "esim", "delivery"),
    "complaint": ("billing", "outage", "delivery", "billing"),
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


def publish(
    town: Town, text: str, crowd: int, *, kind: str = "usual", campaign: Campaign | None = None, euro: int = 0
) -> Post:
    """The page posts now; about `crowd` top-level comments follow, most of them within two days."""
    number = town.next_id("post", 122_100_000_000_000_000, 10**9)
    post = Post(
        f"{PAGE_ID}_{number}", town.clock.now, text, campaign.id if campaign else None, euro > 0, kind,
        int(crowd * town.seen.uniform(380, 620)), int(euro * 1000 / CPM),
        str(town.next_id("ad", 120_210_000_000_900_000, 10**5)) if euro else None,
    )  # fmt: skip
    town.posts.append(post)
    kinds = campaign.mix() if campaign else USUAL_MIX
    if town.chance(0.25):
        town.later(town.rng.randrange(40, 400), lambda: _page_comments_first(town, post))
    for _ in range(crowd):
        at = _moment(town, post.created, 0.9 * DAY if not campaign else 1.6 * DAY)
        kind = town.rng.choices(list(kinds), list(kinds.values()))[0]
        town.clock.at(at, lambda kind=kind: _person_comments(town, post, kind))  # type: ignore[misc]
    return post


def _moment(town: Town, since: int, mean: float) -> int:
    # Exponential decay, thinned by how many people are awake at that hour.
    while True:
        at = since + 20 + int(town.rng.expovariate(1 / mean))
        if town.rng.random() * max(AWAKE) < AWAKE[local(at).hour]:
            return at


def _add(
    town: Town, post: Post, person: Person | None, agent: Agent | None, text: str,
    parent: Comment | None = None, kind: str = "text", *, same_second: bool = False, is_split: bool = False,
) -> Comment:  # fmt: skip
    number = town.next_id("fbcomment", 1_180_000_000_000_000, 10**9)
    comment_id = f"{post.id.split('_')[1]}_{number}"
    root = parent.root_id if parent else comment_id
    at = town.clock.now
    while not same_second and at in town.seconds_taken.setdefault(root, set()):
        at += 1
    town.seconds_taken.setdefault(root, set()).add(at)
    comment = Comment(comment_id, post.id, root, parent.id if parent else None, person, agent, text, at, kind)
    comment.is_split = is_split
    comment.intent = intents.OF_KIND.get(kind)
    town.comments.append(comment)
    return comment


def _page_comments_first(town: Town, post: Post) -> None:
    agent = town.rng.choice(BY_ID["marketing"].people)
    text = town.write.phrase("de", "PAGE_COMMENT")
    first = _add(town, post, None, agent, text)
    for _ in range(town.rng.randrange(0, 5)):
        town.later(town.after(6 * HOUR, 1.0), lambda: _asks(town, post, first, town.someone(), "question"))


def _person_comments(town: Town, post: Post, kind: str) -> None:
    person = town.someone()
    if kind == "emoji":
        _add(town, post, person, None, town.write.emoji(), kind="emoji")
    elif kind == "tag":
        friends = " ".join(f"@{town.someone().handle}" for _ in range(town.rng.choice((1, 1, 2))))
        _add(town, post, person, None, friends, kind="tag")
    elif kind == "spam":
        spam = _add(town, post, person, None, town.write.say(person, "SPAM"), kind="spam")
        spam.hidden_at = town.clock.now + town.after(2 * HOUR if town.chance(0.93) else OVERLOOKED, 0.6)
    else:
        _asks(town, post, None, person, kind)


@dataclass(frozen=True)
class Talk:
    """A comment that may be answered: whose it is, what it is about, and what was said last."""

    post: Post
    comment: Comment
    person: Person
    kind: str
    matter: Matter
    said: str  # matter, followup, thanks, praise, me_too


def _asks(town: Town, post: Post, parent: Comment | None, person: Person, kind: str) -> None:
    if parent is not None and _gone(parent, town.clock.now):
        return
    is_praise = kind == "praise"
    matter = (
        town.write.matter(person, "contract") if is_praise else town.write.comment(person, kind, TOPICS[kind])
    )
    text = town.write.say(person, "PRAISE") if is_praise else matter.parts["public"]
    campaign = BY_CAMPAIGN.get(post.campaign or "")
    doubts = campaign and kind == "complaint" and person.language == "de" and town.chance(DOUBTED)
    if campaign and doubts:
        text = town.write.fill(person.language, town.rng.choice(campaign.doubts))
    comment = _add(town, post, person, None, text, parent)
    comment.intent = "praise" if is_praise else matter.public_intent
    comment.doubts = campaign.id if campaign and doubts else None
    talk = Talk(post, comment, person, kind, matter, "praise" if is_praise else "matter")
    if town.chance(0.03):
        comment.edits.append(
            (comment.created + town.after(400), f"{text} Edit: {town.write.say(person, 'MORE')}")
        )
    if town.chance(0.022):
        comment.deleted_at = comment.created + town.after(9 * HOUR, 1.2)
    if kind in ("complaint", "support") and town.chance(0.14):
        town.later(town.rng.randrange(20, 240), lambda: _writes_on(town, talk))
    helper = life_peers.peer(town, person) if kind in ("question", "support") else None
    if helper:
        town.later(helper[1], lambda: _helps(town, talk, helper[0]))
    for _ in range(2):
        if town.chance(0.1 if kind in ("complaint", "support") else 0.03):
            town.later(town.after(3 * HOUR), lambda: _joins(town, talk))
    _queue_or_overlook(
        town, talk, town.chance(ANSWERED[kind]) and not town.chance(BY_ID["marketing"].ignores)
    )


def _gone(comment: Comment, now: int) -> bool:
    return comment.deleted_at is not None and comment.deleted_at <= now


def _writes_on(town: Town, talk: Talk) -> None:
    if not _gone(talk.comment, town.clock.now):
        _add(town, talk.post, talk.person, None, town.write.say(talk.person, "MORE"), talk.comment)


def _joins(town: Town, talk: Talk) -> None:
    # Somebody else replies to the customer: to us it is one more message that may want an answer.
    if _gone(talk.comment, town.clock.now):
        return
    person = town.someone()
    if town.chance(0.25):
        _add(town, talk.post, person, None, town.write.emoji(), talk.comment, "emoji")
        return
    joined = _add(town, talk.post, person, None, town.write.say(person, "ME_TOO"), talk.comment)
    _queue_or_overlook(town, replace(talk, comment=joined, person=person, said="me_too"), town.chance(0.97))


def _helps(town: Town, talk: Talk, person: Person) -> None:
    if _gone(talk.comment, town.clock.now):
        return
    answer = _add(town, talk.post, person, None, town.write.say(talk.person, "PEER_ANSWER"), talk.comment)
    answer.is_peer = True

    def wanted() -> bool:
        return not _gone(talk.comment, town.clock.now)

    town.queue("marketing", 60, lambda agent: _thanks(town, talk, answer, agent), wanted, 6)


def _thanks(town: Town, talk: Talk, answer: Comment, agent: Agent) -> None:
    assert answer.person
    thanks = town.write.phrase(talk.person.language, "PEER_THANKS")
    text = town.write.signed(answer.person, agent, thanks, letter=False)
    _add(town, talk.post, None, agent, text, answer)


def _queue_or_overlook(town: Town, talk: Talk, is_seen: bool) -> None:
    # What was overlooked is found when somebody goes through the older posts.
    town.later(0 if is_seen else town.after(OVERLOOKED, 0.4), lambda: _queue(town, talk))


def _queue(town: Town, talk: Talk) -> None:
    # Service answers some of the support requests itself, in public; the rest is marketing's.
    desk = "service" if talk.kind == "support" and town.chance(0.18) else "marketing"

    def wanted() -> bool:
        return not _gone(talk.comment, town.clock.now)

    town.queue(
        desk,
        EFFORT,
        lambda agent: _page_replies(town, talk, agent),
        wanted,
        8 if talk.said == "praise" else 5,
    )


def _page_replies(town: Town, talk: Talk, agent: Agent) -> None:
    person, sent_away = talk.person, None
    if talk.said in ("matter", "followup") and talk.kind in ("complaint", "support") and town.chance(0.4):
        sent_away = town.write.phrase(person.language, "TO_PRIVATE")
        text = town.write.signed(person, agent, sent_away, letter=False)
        if town.chance(0.45):
            town.later(
                town.after(1800, 1.2), lambda: writes_privately(town, person, talk.matter.topic, talk.matter)
            )
    else:
        text = town.write.respond(person, agent, talk.matter, talk.said, letter=False)
    split = life_doubles.is_split(town)
    reply = _add(town, talk.post, None, agent, text + life_doubles.FIRST if split else text, talk.comment)
    _answered_again(town, talk, agent, split)
    answered = replace(talk, comment=reply)
    if sent_away:
        return  # what comes next is said in private
    draw = town.rng.random()
    if draw < 0.10 and talk.said != "thanks":
        town.later(town.after(1800, 1.2), lambda: _back(town, answered, "thanks"))
    elif draw < 0.24 and talk.said in ("matter", "followup"):
        town.later(town.after(2600, 1.3), lambda: _back(town, answered, "followup"))
    elif draw < 0.32:
        town.later(town.after(900, 1.2), lambda: _likes(town, answered))


def _answered_again(town: Town, talk: Talk, agent: Agent, split: bool) -> None:
    again = life_doubles.second_answer(
        town, agent, "service" if agent.department != "service" else "marketing"
    )
    if split:
        other = life_doubles.colleague(town, agent, agent.department)
        again = (other, town.rng.randrange(60, 600)) if other else None
    if again is None:
        return
    who, after = again
    phrase = town.write.phrase(talk.person.language, "SECOND")
    text = town.write.signed(talk.person, who, phrase, letter=False) + (life_doubles.SECOND if split else "")

    def write() -> None:
        if not _gone(talk.comment, town.clock.now):
            _add(town, talk.post, None, who, text, talk.comment, is_split=split)

    town.later(after, write)


def _likes(town: Town, talk: Talk) -> None:
    _add(town, talk.post, talk.person, None, town.write.emoji(), talk.comment, "emoji")


def _back(town: Town, talk: Talk, said: str) -> None:
    thanks = said == "thanks"
    text = town.write.say(talk.person, "THANKS") if thanks else town.write.follow_up(talk.person, talk.matter)
    comment = _add(town, talk.post, talk.person, None, text, talk.comment)
    _queue_or_overlook(town, replace(talk, comment=comment, said=said), town.chance(0.95 if thanks else 0.97))
