"""Queries for the tables of OTRS 6 and of Znuny, on PostgreSQL or MariaDB.

Source: the published schema (otrs-schema.xml). Each row of ticket_history has the state, queue, owner and priority
after it. Instants are in the zone that the system was set up with (OTRSTimeZone, usually UTC): say it as `zone`. Not
verified against the system: tried on tables made from that schema.
"""

_MESSAGES = """
select
    a.id as message_id,
    a.ticket_id as case_id,
    coalesce(m.a_from, u.login) as author,
    case s.name when 'customer' then 'customer' when 'system' then 'system' else 'employee' end as author_kind,
    case s.name when 'customer' then 'inbound' else 'outbound' end as direction,
    case when a.is_visible_for_customer = 1 then 'private' else 'internal' end as visibility,
    case c.name when 'Email' then 'mail' when 'Phone' then 'phone' when 'Chat' then 'chat' else 'other' end as channel,
    k.customer_user_id as customer,
    case when s.name = 'agent' then u.login end as agent,
    a.create_time as sent_at,
    m.a_body as text,
    a.change_time as updated_at,
    a.id as id
from article a
inner join ticket k on k.id = a.ticket_id
inner join article_sender_type s on s.id = a.article_sender_type_id
inner join communication_channel c on c.id = a.communication_channel_id
left join article_data_mime m on m.article_id = a.id
left join users u on u.id = a.create_by
"""

_CASE_EVENTS = """
select
    h.ticket_id as case_id,
    h.create_time as event_at,
    h.id as position,
    case
        when v.name in ('new', 'open', 'closed', 'merged') then v.name
        when v.name = 'removed' then 'deleted'
        when v.name in ('pending reminder', 'pending auto') then 'waiting_customer'
        else n.name
    end as state,
    q.name as group_name,
    case when o.id = 1 then null else o.login end as agent,
    r.name as priority,
    k.customer_user_id as customer,
    h.change_time as updated_at,
    h.id as id
from ticket_history h
inner join ticket_history_type y on y.id = h.history_type_id
inner join ticket k on k.id = h.ticket_id
inner join ticket_state n on n.id = h.state_id
inner join ticket_state_type v on v.id = n.type_id
inner join queue q on q.id = h.queue_id
inner join users o on o.id = h.owner_id
inner join ticket_priority r on r.id = h.priority_id
where y.name in ('NewTicket', 'StateUpdate', 'Move', 'OwnerUpdate', 'PriorityUpdate', 'Merged')
"""

QUERIES = {"messages": _MESSAGES, "case_events": _CASE_EVENTS}
