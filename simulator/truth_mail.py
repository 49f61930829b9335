"""Who waited for whom in the mailbox: what a reader who comes once, at `now`, can tell of it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.company import SOURCE_MAILBOX, department_of
from simulator.life_mail import BY_ADDRESS
from simulator.records import Mail, World
from simulator.truth_threads import Thread
from simulator.truth_waits import Step


def threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each exchange in which a person wrote; what machines send is no part of it."""
    found: dict[str, Thread] = {}
    for mail in sorted(world.mails, key=lambda one: (one.created, one.id)):
        if mail.kind == "text" and mail.created <= now:
            owner = BY_ADDRESS[mail.box].owner
            thread = found.setdefault(
                mail.thread,
                Thread(
                    mail.thread, "mail", "private", source=SOURCE_MAILBOX, owner=owner, person=mail.person
                ),
            )
            thread.steps.append(_step(mail))
    yield from found.values()


def _step(mail: Mail) -> Step:
    if not mail.is_own:
        return Step("message", mail.created, mail.id)
    # Under the shared address nobody can tell who of them wrote.
    who = mail.agent.zendesk_id if mail.agent and not mail.is_shared else None
    department = department_of(who, mail.created) if who else None
    return Step("reply", mail.created, mail.id, answers=mail.answers, author=who, department=department)
