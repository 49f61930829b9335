"""The ready queries on tables as the schema of OTRS 6 and Znuny makes them."""

import pytest

from tests.connectors.sql_cases import made, rows

TABLES = """
create table ticket (id integer, customer_user_id text);
create table ticket_state_type (id integer, name text);
create table ticket_state (id integer, name text, type_id integer);
create table ticket_priority (id integer, name text);
create table ticket_history_type (id integer, name text);
create table ticket_history (id integer, ticket_id integer, history_type_id integer, queue_id integer,
    owner_id integer, priority_id integer, state_id integer, create_time text, change_time text);
create table queue (id integer, name text);
create table users (id integer, login text);
create table article (id integer, ticket_id integer, article_sender_type_id integer, communication_channel_id integer,
    is_visible_for_customer integer, create_time text, create_by integer, change_time text);
create table article_sender_type (id integer, name text);
create table communication_channel (id integer, name text);
create table article_data_mime (article_id integer, a_from text, a_body text);
insert into ticket values (5, 'anna');
insert into ticket_state_type values (1, 'new'), (2, 'open'), (3, 'closed'), (4, 'pending reminder'), (6, 'removed');
insert into ticket_state values (1, 'new', 1), (4, 'open', 2), (2, 'closed successful', 3), (6, 'Rückfrage', 4),
    (5, 'removed', 6);
insert into ticket_priority values (3, '3 normal');
insert into ticket_history_type values (1, 'NewTicket'), (27, 'StateUpdate'), (16, 'Move'), (23, 'OwnerUpdate'),
    (8, 'SendAnswer');
insert into queue values (1, 'Postmaster'), (2, 'Billing');
insert into users values (1, 'root@localhost'), (3, 'merle');
insert into ticket_history values
    (50, 5, 1, 1, 1, 3, 1, '2026-11-02 08:00:00', '2026-11-02 08:00:00'),
    (51, 5, 16, 2, 1, 3, 1, '2026-11-02 08:10:00', '2026-11-02 08:10:00'),
    (52, 5, 23, 2, 3, 3, 1, '2026-11-02 08:20:00', '2026-11-02 08:20:00'),
    (53, 5, 8, 2, 3, 3, 1, '2026-11-02 08:30:00', '2026-11-02 08:30:00'),
    (54, 5, 27, 2, 3, 3, 6, '2026-11-02 08:30:00', '2026-11-02 08:30:00'),
    (55, 5, 27, 2, 3, 3, 2, '2026-11-02 09:00:00', '2026-11-02 09:00:00'),
    (56, 5, 27, 2, 3, 3, 5, '2026-11-02 10:00:00', '2026-11-02 10:00:00');
insert into article_sender_type values (1, 'agent'), (2, 'system'), (3, 'customer');
insert into communication_channel values (1, 'Email'), (2, 'Phone'), (3, 'Internal');
insert into article values
    (90, 5, 3, 1, 1, '2026-11-02 08:00:00', 1, '2026-11-02 08:00:00'),
    (91, 5, 1, 3, 0, '2026-11-02 08:25:00', 3, '2026-11-02 08:25:00'),
    (92, 5, 1, 1, 1, '2026-11-02 08:30:00', 3, '2026-11-02 08:30:00');
insert into article_data_mime values (90, 'Anna <anna@home.example>', 'My bill?'), (92, 'Service', 'Here');
"""


@pytest.fixture
def otrs(tmp_path):
    return tmp_path, made(tmp_path / "otrs.db", TABLES) | {"preset": "otrs"}


def test_each_entry_of_the_history_that_moves_something_is_an_event(otrs):
    columns = ("position", "state", "group_name", "agent", "customer")

    assert rows(otrs[0], "case_events", otrs[1], *columns) == [
        (50, "new", "Postmaster", None, "anna"),
        (51, "new", "Billing", None, "anna"),
        (52, "new", "Billing", "merle", "anna"),
        (54, "waiting_customer", "Billing", "merle", "anna"),
        (55, "closed", "Billing", "merle", "anna"),
        (56, "deleted", "Billing", "merle", "anna"),
    ]


def test_articles_are_who_wrote_which_way_and_who_may_see_them(otrs):
    columns = ("message_id", "author", "direction", "visibility", "channel", "agent", "text")

    assert rows(otrs[0], "messages", otrs[1], *columns) == [
        (90, "Anna <anna@home.example>", "inbound", "private", "mail", None, "My bill?"),
        (91, "merle", "outbound", "internal", "other", "merle", None),
        (92, "Service", "outbound", "private", "mail", "merle", "Here"),
    ]
