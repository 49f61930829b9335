"""Nordfunk's account on Instagram: the outlet's posts, comments and conversations as they are."""

from __future__ import annotations

from simulator.platforms.instagram import Instagram
from simulator.platforms.instagram_world import BRAND
from simulator.records import Outlet


def account(outlet: Outlet, token: str, end: int) -> Instagram:
    """The platform that shows them."""
    return Instagram(BRAND, token, outlet.posts, outlet.comments, outlet.conversations, now=end)
