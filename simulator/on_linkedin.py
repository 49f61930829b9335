"""Nordfunk's page on LinkedIn: the outlet's posts with comments of two levels; who answers names whom they mean."""

from __future__ import annotations

from simulator.handles import letters
from simulator.platforms.linkedin_page import ORGANISATION, Remark, Share, Wall
from simulator.records import Agent, Comment, Outlet, Person


def urn_of(post_id: str) -> str:
    """The URN of a post."""
    return f"urn:li:share:{post_id}"


def person_urn(person: Person) -> str:
    """The URN of a customer."""
    return f"urn:li:person:{letters(person, 'linkedin', 10)}"


def agent_urn(agent: Agent) -> str:
    """The URN of somebody who acts for the page."""
    return f"urn:li:person:nf{agent.zendesk_id}"


def wall(outlet: Outlet, end: int) -> Wall:
    """All posts and comments, oldest first."""
    shares = [Share(urn_of(post.id), ((post.created, post.text),)) for post in outlet.posts]
    return Wall(ORGANISATION, shares, [_written(comment) for comment in outlet.comments], end)


def _written(comment: Comment) -> Remark:
    named = ((person_urn(comment.to), comment.to.name),) if comment.to else ()
    return Remark(
        comment.id,
        urn_of(comment.post_id),
        person_urn(comment.person) if comment.person else ORGANISATION,
        ((comment.created, comment.text), *comment.edits),
        None if comment.id == comment.root_id else comment.root_id,
        agent_urn(comment.agent) if comment.agent else None,
        named,
        comment.deleted_at,
    )
