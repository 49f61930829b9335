"""The ready queries on tables as Zammad's migrations make them, filled as its history tells of a ticket's life."""

import pytest

from tests.connectors.sql_cases import made, rows

TABLES = """
create table groups (id integer, name text);
create table ticket_state_types (id integer, name text);
create table ticket_states (id integer, name text, state_type_id integer);
create table ticket_priorities (id integer, name text);
create table users (id integer, login text, email text);
create table tickets (id integer, group_id integer, state_id integer, priority_id integer, owner_id integer,
    customer_id integer, created_at text, updated_at text);
create table ticket_article_senders (id integer, name text);
create table ticket_article_types (id integer, name text);
create table ticket_articles (id integer, ticket_id integer, sender_id integer, type_id integer, internal boolean,
    body text, content_type text, origin_by_id integer, created_by_id integer, created_at text, updated_at text);
create table history_objects (id integer, name text);
create table history_types (id integer, name text);
create table history_attributes (id integer, name text);
create table histories (id integer, history_type_id integer, history_object_id integer, history_attribute_id integer,
    o_id integer, value_from text, value_to text, id_from integer, id_to integer, created_at text);
insert into groups values (1, 'Service'), (2, 'Billing');
insert into ticket_state_types values (1, 'new'), (2, 'open'), (3, 'pending reminder'), (5, 'closed'), (6, 'merged');
insert into ticket_states values (1, 'new', 1), (2, 'open', 2), (3, 'Wartet', 3), (4, 'closed', 5), (5, 'merged', 6);
insert into ticket_priorities values (2, '2 normal');
insert into users values (1, '-', ''), (3, 'merle', 'merle@firm.example'), (9, 'anna', 'anna@home.example');
insert into ticket_article_senders values (1, 'Agent'), (2, 'Customer'), (3, 'System');
insert into ticket_article_types values (1, 'email'), (5, 'phone'), (10, 'note'), (11, 'web');
insert into history_objects values (1, 'Ticket'), (2, 'Ticket::Article');
insert into history_types values (1, 'created'), (2, 'updated'), (3, 'merged_into'), (4, 'notification');
insert into history_attributes values (1, 'state'), (2, 'group'), (3, 'owner'), (4, 'title');
insert into tickets values (7, 2, 4, 2, 3, 9, '2026-11-02 08:00:00', '2026-11-02 12:00:00'),
    (8, 1, 5, 2, 1, 9, '2026-11-02 09:00:00', '2026-11-02 09:30:00');
insert into ticket_articles values
    (70, 7, 2, 1, 0, 'My bill?', 'text/plain', null, 9, '2026-11-02 08:00:00', '2026-11-02 08:00:00'),
    (71, 7, 1, 10, 1, 'Look at this', 'text/plain', null, 3, '2026-11-02 09:00:00', '2026-11-02 09:00:00'),
    (72, 7, 1, 1, 0, 'Here it is', 'text/plain', null, 3, '2026-11-02 10:00:00', '2026-11-02 10:05:00'),
    (73, 7, 3, 1, 0, 'We got your mail', 'text/plain', null, 1, '2026-11-02 08:00:01', '2026-11-02 08:00:01'),
    (80, 8, 1, 5, 0, 'called again', 'text/plain', 9, 3, '2026-11-02 09:00:00', '2026-11-02 09:00:00');
insert into histories values
    (100, 1, 1, null, 7, '', '', null, null, '2026-11-02 08:00:00'),
    (101, 4, 1, null, 7, '', 'merle(online)', null, null, '2026-11-02 08:00:02'),
    (102, 2, 1, 3, 7, '', 'Merle Thomsen', 1, 3, '2026-11-02 08:30:00'),
    (103, 2, 1, 4, 7, 'a', 'b', null, null, '2026-11-02 08:31:00'),
    (104, 2, 1, 2, 7, 'Service', 'Billing', 1, 2, '2026-11-02 08:40:00'),
    (105, 2, 1, 1, 7, 'new', 'open', 1, 2, '2026-11-02 09:00:00'),
    (106, 2, 1, 1, 7, 'open', 'Wartet', 2, 3, '2026-11-02 10:00:00'),
    (107, 2, 1, 1, 7, 'Wartet', 'closed', 3, 4, '2026-11-02 12:00:00'),
    (110, 1, 1, null, 8, '', '', null, null, '2026-11-02 09:00:00'),
    (111, 3, 1, null, 8, '', '', 8, 7, '2026-11-02 09:30:00'),
    (112, 2, 1, 1, 8, 'open', 'merged', 2, 5, '2026-11-02 09:30:00');
"""


@pytest.fixture
def zammad(tmp_path):
    return tmp_path, made(tmp_path / "zammad.db", TABLES) | {"preset": "zammad"}


def test_an_event_has_the_state_group_and_owner_as_they_were_then(zammad):
    columns = ("case_id", "position", "state", "group_name", "agent")
    events = [row for row in rows(*zammad[:1], "case_events", zammad[1], *columns) if row[0] == 7]

    assert events == [
        (7, 100, "new", "Service", None),
        (7, 102, "new", "Service", "merle@firm.example"),
        (7, 104, "new", "Billing", "merle@firm.example"),
        (7, 105, "open", "Billing", "merle@firm.example"),
        (7, 106, "waiting_customer", "Billing", "merle@firm.example"),
        (7, 107, "closed", "Billing", "merle@firm.example"),
    ]


def test_a_merged_ticket_says_into_which(zammad):
    events = rows(zammad[0], "case_events", zammad[1], "case_id", "position", "state", "merged_into")

    assert [row for row in events if row[0] == 8] == [
        (8, 110, "open", None),
        (8, 111, "merged", 7),
        (8, 112, "merged", None),
    ]


def test_articles_are_who_wrote_which_way_and_who_may_see_them(zammad):
    columns = ("message_id", "author", "author_kind", "direction", "visibility", "channel")

    assert sorted(rows(zammad[0], "messages", zammad[1], *columns)) == [
        (70, "anna@home.example", "customer", "inbound", "private", "mail"),
        (71, "merle@firm.example", "employee", "outbound", "internal", "other"),
        (72, "merle@firm.example", "employee", "outbound", "private", "mail"),
        (73, "", "system", "outbound", "private", "mail"),
        (80, "anna@home.example", "employee", "outbound", "private", "phone"),
    ]
