"""When things begin: requests by hour of the week with good and bad days, growth, outages, posts and campaigns."""

from __future__ import annotations

from datetime import timedelta

from simulator.campaigns import CAMPAIGNS, FAQ_BEFORE_END, FAQ_RELIEF, FAQ_TEXT, FAQ_TOPIC, Campaign, Launch
from simulator.company import instant, local, outages
from simulator.life_calls import line_is_open, rings
from simulator.life_comments import publish
from simulator.life_messages import writes_privately
from simulator.life_tickets import TicketLife
from simulator.open_tickets import agent_opens, open_ticket
from simulator.records import Agent
from simulator.spillover import spill
from simulator.town import DAY, Town

# Requests per day of the week, Monday first, and their shape over the local day.
WEEK = [1.28, 1.12, 1.05, 1.03, 0.98, 0.72, 0.58]
OFFICE = [1, 1, 1, 1, 1, 2, 6, 18, 42, 58, 62, 58, 46, 48, 54, 52, 48, 42, 34, 26, 20, 14, 8, 3]
EVENING = [5, 2, 1, 1, 1, 2, 5, 14, 24, 30, 34, 34, 36, 34, 32, 34, 38, 46, 56, 62, 60, 48, 30, 13]
TICKETS_PER_DAY = {
    "service": 29.0,
    "sales": 5.4,
    "product": 1.9,
    "legal": 1.4,
    "press": 1.25,
    "marketing": 3.2,
    None: 1.5,
}
MESSAGES_PER_DAY = 5.2
CALLS_PER_DAY = 26.0
GROWTH_A_QUARTER = 1.3
QUARTER = 91.25 * DAY
CHANNELS = {"mail": 0.56, "web": 0.27, "chat": 0.17}
TOPICS = {
    "service": ("outage", "billing", "contract", "esim", "delivery", "roaming", "app"),
    "sales": ("offer",),
    "product": ("idea",),
    "legal": ("privacy",),
    "press": ("press",),
    # What its posts are about, asked of itself.
    "marketing": ("billing", "contract", "delivery", "esim", "app"),
    None: ("billing", "contract", "press", "privacy", "app"),
}
MISROUTED = 0.04  # of the requests come to a department that the matter isn't one of
CALLED_ABOUT = ("billing", "billing", "contract", "esim", "esim", "delivery", "outage", "app")
REACTIVE_AFTER = 2 * 3600


def schedule(town: Town) -> None:
    """Put every beginning of the whole period on the clock."""
    floods = outages()
    day, last = local(town.start).date(), local(town.end).date()
    while day <= last:
        mood = town.rng.lognormvariate(0.0, 0.17) * WEEK[day.weekday()]
        for hour in range(24):
            begins = instant(day, f"{hour:02d}:00")
            flood = any(since <= begins < until for since, until in floods)
            _requests(town, begins, mood, hour, flood)
        _posts(town, instant(day, "00:00"), day.weekday())
        day += timedelta(days=1)
    for campaign in CAMPAIGNS:
        for launch in campaign.launches:
            _launch(town, campaign, launch)
    _post_at(town, town.end - FAQ_BEFORE_END * DAY + 4 * 3600, FAQ_TEXT, 24, "faq")
    for since, _ in floods:
        _post_at(town, since + REACTIVE_AFTER, town.write.phrase("de", "REACTIVE_POSTS"), 38, "reactive")


def _count(town: Town, mean: float) -> int:
    # Poisson by counting exponential gaps; the means here are small.
    count, left = 0, mean
    while (left := left - town.rng.expovariate(1.0)) > 0:
        count += 1
    return count


def _requests(town: Town, begins: int, mood: float, hour: int, flood: bool) -> None:
    usual = GROWTH_A_QUARTER ** ((begins - town.end) / QUARTER)
    for owner, per_day in TICKETS_PER_DAY.items():
        surge = usual * (2.6 if flood and owner == "service" else 3.5 if flood and owner == "press" else 1.0)
        for _ in range(_count(town, per_day * mood * OFFICE[hour] / sum(OFFICE) * surge)):
            topic = "outage" if flood and owner == "service" else town.rng.choice(TOPICS[owner])
            at = begins + town.rng.randrange(3600)
            if at >= town.start and not _relieved(town, at, topic):
                town.clock.at(at, lambda o=owner, t=topic: _ticket(town, o, t))  # type: ignore[misc]
    surge = usual * (2.4 if flood else 1.0)
    for _ in range(_count(town, MESSAGES_PER_DAY * mood * EVENING[hour] / sum(EVENING) * surge)):
        at = begins + town.rng.randrange(3600)
        topic = town.rng.choice(TOPICS["service"])
        if at >= town.start and not _relieved(town, at, topic):
            town.clock.at(at, lambda t=topic: writes_privately(town, town.someone(), t))  # type: ignore[misc]
    for _ in range(_count(town, CALLS_PER_DAY * mood * OFFICE[hour] / sum(OFFICE) * surge)):
        at = begins + town.rng.randrange(3600)
        topic = "outage" if flood else town.rng.choice(CALLED_ABOUT)
        if at >= town.start and line_is_open(at) and not _relieved(town, at, topic):
            town.clock.at(at, lambda t=topic: _call(town, t))  # type: ignore[misc]


def _call(town: Town, topic: str) -> None:
    rings(town, town.someone(), topic)


def _relieved(town: Town, at: int, topic: str) -> bool:
    """True for who found the answer under the page's own post and needn't write any more."""
    since = town.end - FAQ_BEFORE_END * DAY + 4 * 3600
    return topic == FAQ_TOPIC and at >= since and town.chance(FAQ_RELIEF)


def _ticket(town: Town, owner: str | None, topic: str) -> None:
    if town.chance(0.018):
        desk = "sales" if town.chance(0.5) else "service"
        town.queue(desk, 300, lambda agent: _outreach(town, agent), lambda: True, urgency=6)
        return
    person = town.someone()
    chat_open = owner == "service" and 8 <= local(town.clock.now).hour < 20
    channels = CHANNELS if chat_open else {"mail": 0.7, "web": 0.3}
    channel = town.rng.choices(list(channels), list(channels.values()))[0]
    if town.chance(0.014):
        spam = open_ticket(town, person, "mail", topic, owner, text=town.write.say(person, "SPAM"))
        spam.forgotten = True
        town.later(
            town.after(3 * 3600), lambda: town.queue("service", 20, spam.delete, spam.is_alive, urgency=3)
        )
        return
    if owner and channel != "chat" and town.chance(MISROUTED):
        owner = town.rng.choice([one for one in ("service", "sales", "product", "legal") if one != owner])
    life = open_ticket(town, person, channel, topic, owner)
    if channel != "chat" and town.chance(0.03):
        town.later(town.after(2 * 3600), lambda: _writes_again(town, life, topic, owner))


def _outreach(town: Town, agent: Agent) -> None:
    agent_opens(town, agent, town.someone())


def _writes_again(town: Town, first: TicketLife, topic: str, owner: str | None) -> None:
    # The impatient write a second time about the same matter; whoever notices merges the two.
    again = open_ticket(town, first.ticket.person, "mail", topic, owner)
    again.forgotten = True
    desk = owner or "service"

    def merge(agent: Agent) -> None:
        again.merge_into(first, agent)

    town.later(town.after(2 * 3600), lambda: town.queue(desk, 40, merge, again.is_alive, urgency=3))


def _posts(town: Town, midnight: int, weekday: int) -> None:
    chance = 0.62 if weekday < 5 else 0.3
    if town.chance(chance):
        at = midnight + town.rng.randrange(9 * 3600, 19 * 3600)
        crowd = int(town.rng.lognormvariate(3.05, 0.6))
        _post_at(town, at, None, crowd, "usual")


def _launch(town: Town, campaign: Campaign, launch: Launch) -> None:
    crowd = int(launch.crowd * town.rng.lognormvariate(0.0, 0.12))
    text = town.write.fill("de", launch.text)
    at = campaign.starts_at(town.end) + int(launch.after_days * DAY)

    def publish_it() -> None:
        post = publish(town, text, crowd, kind="campaign", campaign=campaign, euro=launch.euro)
        spill(town, post, campaign, launch)

    if at >= town.start:
        town.clock.at(at, publish_it)


def _post_at(town: Town, at: int, text: str | None, crowd: int, kind: str) -> None:
    def publish_it() -> None:
        publish(town, text or town.write.phrase("de", "POSTS"), crowd, kind=kind)

    if at >= town.start:
        town.clock.at(at, publish_it)
