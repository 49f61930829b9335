"""Queries for Request Tracker's own tables (4.4 to 5), in the dialects of PostgreSQL, MariaDB and SQLite.

Source: Request Tracker's schema files, and its database as its own server fills it. Instants are UTC without saying so.
What a transaction doesn't tell (the queue of a ticket at the instant that its owner changed) is what the last one
before it said, else what the first one after it says it was until then, else what the ticket says now.
"""

# Who asked: the first requestor. A ticket made through the API is created by the API's user. Staff are those whom
# Request Tracker calls privileged; whoever else writes is a customer, also one who was only copied in.
_REQUESTOR = """(
        select u.EmailAddress from {Groups} g
        inner join GroupMembers m on m.GroupId = g.id
        inner join Users u on u.id = m.MemberId
        where g.Domain = 'RT::Ticket-Role' and g.Name = 'Requestor' and g.Instance = tk.id
        order by m.id limit 1
    )"""


def _at(field: str, current: str) -> str:
    """The field as it was after a transaction."""
    same = f"s.ObjectType = 'RT::Ticket' and s.ObjectId = t.ObjectId and s.Field = '{field}'"
    return f"""coalesce(
        (select s.NewValue from Transactions s where {same} and s.id <= t.id order by s.id desc limit 1),
        (select s.OldValue from Transactions s where {same} and s.id > t.id order by s.id limit 1),
        {current}
    )"""


_MESSAGES = f"""
select
    t.id as message_id,
    tk.id as case_id,
    case when w.is_staff = 1 and (w.is_requestor = 1 or t.Type = 'Create') then coalesce({_REQUESTOR}, w.Name)
        else w.Name end as author,
    case when w.is_staff = 1 and w.is_requestor = 0 and t.Type != 'Create' then 'employee' else 'customer' end
        as author_kind,
    case when w.is_staff = 1 and (t.Type = 'Comment' or (w.is_requestor = 0 and t.Type = 'Correspond'))
        then 'outbound' else 'inbound' end as direction,
    case when t.Type = 'Comment' then 'internal' else 'private' end as visibility,
    {_REQUESTOR} as customer,
    t.Created as sent_at,
    a.Content as text,
    a.ContentEncoding as text_encoding,
    a.ContentType as text_type,
    t.Created as updated_at,
    t.id as id
from Transactions t
inner join Tickets tk on tk.id = t.ObjectId
inner join (
    select x.id as transaction_id,
        case when max(s.MemberId) is null then coalesce(nullif(u.EmailAddress, ''), u.Name) else u.Name end as Name,
        max(case when m.MemberId is null then 0 else 1 end) as is_requestor,
        max(case when s.MemberId is null then 0 else 1 end) as is_staff
    from Transactions x
    inner join Users u on u.id = x.Creator
    left join {{Groups}} g on g.Domain = 'RT::Ticket-Role' and g.Name = 'Requestor' and g.Instance = x.ObjectId
    left join GroupMembers m on m.GroupId = g.id and m.MemberId = x.Creator
    left join {{Groups}} p on p.Domain = 'SystemInternal' and p.Name = 'Privileged'
    left join GroupMembers s on s.GroupId = p.id and s.MemberId = x.Creator
    where x.ObjectType = 'RT::Ticket' and x.Type in ('Create', 'Correspond', 'Comment')
    group by x.id, u.EmailAddress, u.Name
) w on w.transaction_id = t.id
left join Attachments a on a.id = (
    select b.id from Attachments b
    where b.TransactionId = t.id and b.ContentType in ('text/plain', 'text/html')
    order by case when b.ContentType = 'text/plain' then 0 else 1 end, b.id limit 1
)
where t.ObjectType = 'RT::Ticket' and t.Type in ('Create', 'Correspond', 'Comment')
"""

_CASE_EVENTS = f"""
select
    tk.id as case_id,
    t.Created as event_at,
    t.id as position,
    case {_at("Status", "tk.Status")}
        when 'new' then 'new'
        when 'open' then 'open'
        when 'stalled' then 'waiting_customer'
        when 'resolved' then 'resolved'
        when 'rejected' then 'closed'
        when 'deleted' then 'deleted'
        else {_at("Status", "tk.Status")}
    end as state,
    (select q.Name from Queues q where cast(q.id as char(20)) = cast({_at("Queue", "cast(tk.Queue as char(20))")}
        as char(20))) as group_name,
    (select u.Name from Users u where u.Name != 'Nobody'
        and cast(u.id as char(20)) = cast({_at("Owner", "cast(tk.Owner as char(20))")} as char(20))) as agent,
    cast(tk.Priority as char(20)) as priority,
    {_REQUESTOR} as customer,
    case when t.Type = 'AddLink' then tk.EffectiveId end as merged_into,
    t.Created as updated_at,
    t.id as id
from Transactions t
inner join Tickets tk on tk.id = t.ObjectId
where t.ObjectType = 'RT::Ticket'
    and (
        t.Type = 'Create'
        -- Since version 5 a new owner is told of twice.
        or (t.Field in ('Status', 'Queue', 'Owner') and t.Type != 'SetWatcher')
        or (t.Type = 'AddLink' and t.Field = 'MergedInto' and tk.EffectiveId != tk.id)
    )
"""

QUERIES = {"messages": _MESSAGES, "case_events": _CASE_EVENTS}
