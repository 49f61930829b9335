"""A company of which some answer for it without being of it."""

from tests.warehouse.conftest import COMPANY, inbound, reply

# 381 is of the provider until noon of the day after, Recht is a law firm's as a whole.
CALLHAUS = COMPANY.replace(
    'handles = ["brand"]',
    'handles = ["brand"]\nagents = ["380", { id = "381", until = 2026-11-19, provider = "Callhaus" }]',
) + ('[[organisation]]\ndepartment = "legal"\nprovider = "Kanzlei"\n')


def asked(
    number: int, at: str, agent: str | None, after: str | None, **given: object
) -> list[dict[str, object]]:
    """A private question, and an answer by somebody."""
    thread = {"conversation_id": f"c{number}", "visibility": "private", "channel": "direct_message"} | given
    found = [inbound(f"m{number}", at, customer_id="anna", **thread)]
    if agent and after:
        found.append(
            reply(f"r{number}", after, agent_id=agent, author_id=agent, customer_id="anna", **thread)
        )
    return found
