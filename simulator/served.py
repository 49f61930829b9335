"""Which platforms show one world, each in its own words, and where they are below the server's address."""

from __future__ import annotations

from simulator import (
    on_bluesky,
    on_discourse,
    on_feeds,
    on_instagram,
    on_linkedin,
    on_mastodon,
    on_x,
    on_youtube,
)
from simulator.platforms.bluesky import Bluesky
from simulator.platforms.discourse import Discourse
from simulator.platforms.facebook import Graph
from simulator.platforms.instagram import Instagram
from simulator.platforms.linkedin import LinkedIn
from simulator.platforms.mastodon import Mastodon
from simulator.platforms.rss import Rss
from simulator.platforms.x import X
from simulator.platforms.youtube import YouTube
from simulator.platforms.zendesk import Zendesk
from simulator.records import World

# More than a half year takes: nobody waits for the next window where the clock stands.
PLENTY = 1_000_000

Served = Graph | Zendesk | Instagram | YouTube | X | Mastodon | Bluesky | LinkedIn | Discourse | Rss


def platforms(world: World, token: str) -> dict[str, Served]:
    """All platforms of a world by the first part of their path; `token` opens each of them."""
    outlets = world.outlets
    served: dict[str, Served] = {"facebook": Graph(world, token), "zendesk": Zendesk(world, token)}
    if "youtube" in outlets:
        videos = on_youtube.videos(outlets["youtube"])
        served["youtube"] = YouTube(videos, token, world.end, daily_units=PLENTY)
    if "x" in outlets:
        served["x"] = X(on_x.posts(outlets["x"]), token, world.end)
    if "mastodon" in outlets:
        served["mastodon"] = Mastodon(on_mastodon.town(outlets["mastodon"], world.end), token, limit=PLENTY)
    if "bluesky" in outlets:
        served["bluesky"] = Bluesky(on_bluesky.sky(outlets["bluesky"], world.end), token, limit=PLENTY)
    if "instagram" in outlets:
        served["instagram"] = on_instagram.account(outlets["instagram"], token, world.end)
    if "linkedin" in outlets:
        served["linkedin"] = LinkedIn(on_linkedin.wall(outlets["linkedin"], world.end), token, daily=PLENTY)
    if "discourse" in outlets:
        served["discourse"] = Discourse(on_discourse.community(outlets["discourse"], world.end), token)
    served["rss"] = Rss(on_feeds.feeds(world), shown=200)
    return served
