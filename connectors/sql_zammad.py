"""Queries for Zammad's own tables (5 and 6), on PostgreSQL or MariaDB.

Source: Zammad's published migrations. Instants are UTC without saying so. Not verified against the system: tried on
tables made from that schema. What an entry of the history doesn't tell is what the last one before it said, else what
the first one after it says it was until then, else what the ticket says now.
"""

_HISTORY = """histories h
inner join history_objects o on o.id = h.history_object_id and o.name = 'Ticket'
inner join history_types y on y.id = h.history_type_id
left join history_attributes f on f.id = h.history_attribute_id"""


def _at(attribute: str, current: str, column: str = "value") -> str:
    """An attribute as it was after an entry: its text, or its `id`."""
    same = (
        "from histories s inner join history_objects so on so.id = s.history_object_id and so.name = 'Ticket'"
        " inner join history_attributes sf on sf.id = s.history_attribute_id"
        f" where s.o_id = h.o_id and sf.name = '{attribute}'"
    )
    return f"""coalesce(
        (select s.{column}_to {same} and s.id <= h.id order by s.id desc limit 1),
        (select s.{column}_from {same} and s.id > h.id order by s.id limit 1),
        {current}
    )"""


_MESSAGES = """
select
    a.id as message_id,
    a.ticket_id as case_id,
    coalesce(u.email, u.login) as author,
    case when e.name = 'Customer' then 'customer' when e.name = 'System' then 'system' else 'employee' end
        as author_kind,
    case when e.name = 'Customer' then 'inbound' else 'outbound' end as direction,
    case when a.internal then 'internal' else 'private' end as visibility,
    case
        when y.name in ('email') then 'mail' when y.name in ('phone') then 'phone' when y.name in ('sms') then 'sms'
        when y.name in ('chat', 'whatsapp message', 'telegram personal-message') then 'chat'
        when y.name in ('twitter direct-message') then 'direct_message'
        when y.name in ('twitter status', 'facebook feed post', 'facebook feed comment') then 'comment'
        when y.name in ('web') then 'web_form' else 'other'
    end as channel,
    coalesce(c.email, c.login) as customer,
    a.created_at as sent_at,
    a.body as text,
    a.content_type as text_type,
    a.updated_at as updated_at,
    a.id as id
from ticket_articles a
inner join tickets k on k.id = a.ticket_id
inner join ticket_article_senders e on e.id = a.sender_id
inner join ticket_article_types y on y.id = a.type_id
left join users u on u.id = coalesce(a.origin_by_id, a.created_by_id)
left join users c on c.id = k.customer_id
"""

_STATE = _at("state", "n.name")

_CASE_EVENTS = f"""
select
    k.id as case_id,
    h.created_at as event_at,
    h.id as position,
    case
        when y.name = 'merged_into' then 'merged'
        else (
            select case v.name
                when 'new' then 'new' when 'open' then 'open' when 'closed' then 'closed' when 'merged' then 'merged'
                when 'removed' then 'deleted' when 'pending reminder' then 'waiting_customer'
                when 'pending action' then 'waiting_third_party' else v.name
            end
            from ticket_states w inner join ticket_state_types v on v.id = w.state_type_id where w.name = {_STATE}
        )
    end as state,
    {_at("group", "g.name")} as group_name,
    (select coalesce(nullif(p.email, ''), p.login) from users p
        where p.login != '-' and p.id = {_at("owner", "k.owner_id", "id")}) as agent,
    {_at("priority", "r.name")} as priority,
    coalesce(c.email, c.login) as customer,
    case when y.name = 'merged_into' then h.id_to end as merged_into,
    h.created_at as updated_at,
    h.id as id
from {_HISTORY}
inner join tickets k on k.id = h.o_id
inner join ticket_states n on n.id = k.state_id
inner join {{groups}} g on g.id = k.group_id
inner join ticket_priorities r on r.id = k.priority_id
left join users c on c.id = k.customer_id
where y.name in ('created', 'merged_into')
    or (y.name = 'updated' and f.name in ('state', 'group', 'owner', 'priority'))
"""

QUERIES = {"messages": _MESSAGES, "case_events": _CASE_EVENTS}
