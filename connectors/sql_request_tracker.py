"""Queries for Request Tracker's own tables (4.4 to 5), in the dialects of PostgreSQL, MariaDB and SQLite.

Source: Request Tracker's schema files, and its database as its own server fills it; tests/servers compares it with what
the same server tells type "rt". Instants are UTC without saying so. What a transaction doesn't tell (the queue of a
ticket at the instant that its owner changed) is what the last one before it said, else what the first one after it says
it was until then, else what the ticket says now. A ticket began with its first transaction: its own `Created` is up to
a second earlier, and would be an event of its own.

Custom fields aren't read, as only a company knows what its own mean; nor can a query be told which users are programs
that write down what requestors say. Type "rt" takes both from its settings.
"""

# Approvals and reminders are tickets of other types.
_OF_TICKETS = "t.ObjectType = 'RT::Ticket' and tk.Type = 'ticket'"

# Who asked: the first requestor. A group may be one, and is nobody.
_REQUESTOR = """(
        select m.MemberId from {Groups} g
        inner join GroupMembers m on m.GroupId = g.id
        inner join Users r on r.id = m.MemberId
        where g.Domain = 'RT::Ticket-Role' and g.Name = 'Requestor' and g.Instance = tk.id
        order by m.id limit 1
    )"""

_IS_REQUESTOR = """exists (
        select 1 from {Groups} g
        inner join GroupMembers m on m.GroupId = g.id
        where g.Domain = 'RT::Ticket-Role' and g.Name = 'Requestor' and g.Instance = tk.id and m.MemberId = t.Creator
    )"""

# Staff are those whom Request Tracker calls privileged: a list that is made once, and not for each writer.
_IS_STAFF = """w.author_id in (
        select m.MemberId from {Groups} g
        inner join GroupMembers m on m.GroupId = g.id
        where g.Domain = 'SystemInternal' and g.Name = 'Privileged'
    )"""


def _channel(transaction: str) -> str:
    """By which door a transaction came in. What an employee typed in, somebody told them somehow."""
    # A mail's own headers are the first part's.
    return f"""coalesce((
        select case
            when lower(b.Headers) like '%x-rt-interface: email%' then 'mail'
            when lower(b.Headers) like '%x-rt-interface: web%' and {_IS_REQUESTOR} then 'portal'
        end
        from Attachments b
        inner join Transactions t on t.id = b.TransactionId
        inner join Tickets tk on tk.id = t.ObjectId
        where b.TransactionId = {transaction} order by b.id limit 1
    ), 'other')"""


def _created(ticket: str) -> str:
    """The transaction by which a ticket came."""
    return f"""(
        select min(c.id) from Transactions c
        where c.ObjectType = 'RT::Ticket' and c.ObjectId = {ticket} and c.Type = 'Create'
    )"""


def _at(field: str, current: str) -> str:
    """The field as it was after a transaction."""
    # Since version 5 a new owner is told of twice; the other time it is a watcher.
    same = (
        "s.ObjectType = 'RT::Ticket' and s.ObjectId = t.ObjectId"
        f" and s.Field = '{field}' and s.Type != 'SetWatcher'"
    )
    return f"""coalesce(
        (select s.NewValue from Transactions s where {same} and s.id <= t.id order by s.id desc limit 1),
        (select s.OldValue from Transactions s where {same} and s.id > t.id order by s.id limit 1),
        {current}
    )"""


_MESSAGES = f"""
select
    w.id as message_id,
    w.ObjectId as case_id,
    w.author,
    case
        when w.author = 'RT_System' then 'system'
        when w.is_automatic = 1 then 'bot'
        when w.is_staff = 1 then 'employee'
        else 'customer'
    end as author_kind,
    case when w.is_inbound = 1 then 'inbound' else 'outbound' end as direction,
    case when w.Type = 'Comment' then 'internal' else 'private' end as visibility,
    case when w.is_inbound = 1 then {_channel("w.id")} else {_channel(_created("w.ObjectId"))} end as channel,
    coalesce(r.Name, case when w.is_inbound = 1 then w.author end) as customer,
    w.Created as sent_at,
    case when a.id is not null then a.Content when w.Type = 'Create' then w.Subject end as text,
    a.ContentEncoding as text_encoding,
    a.ContentType as text_type,
    case when w.Type = 'Correspond' and w.TimeTaken > 0 then w.TimeTaken * 60 end as handle_seconds,
    w.Created as updated_at,
    w.id as id
from (
    select
        w.*,
        u.Name as author,
        case when {_IS_STAFF} then 1 else 0 end as is_staff,
        case
            when u.Name = 'RT_System' or w.Type = 'Comment' then 0
            when w.Type = 'Create' or w.is_requestor = 1 then 1
            when {_IS_STAFF} then 0
            else 1
        end as is_inbound
    from (
        select
            w.*,
            -- What an employee or a program typed in, the requestor said.
            case when w.Type = 'Create' and w.is_requestor = 0 then coalesce(w.requestor_id, w.Creator)
                else w.Creator end as author_id
        from (
            select
                t.id, t.ObjectId, t.Type, t.Creator, t.Created, t.TimeTaken, tk.Subject,
                {_REQUESTOR} as requestor_id,
                case when {_IS_REQUESTOR} then 1 else 0 end as is_requestor,
                case when exists (
                    select 1 from Attachments b
                    where b.TransactionId = t.id and lower(b.Headers) like '%x-rt-interface: email%' and (
                        lower(b.Headers) like '%auto-submitted: auto%' or lower(b.Headers) like '%precedence: bulk%'
                        or lower(b.Headers) like '%precedence: junk%'
                        or lower(b.Headers) like '%precedence: auto_reply%'
                    )
                ) then 1 else 0 end as is_automatic
            from Transactions t
            inner join Tickets tk on tk.id = t.ObjectId
            where {_OF_TICKETS} and t.Type in ('Create', 'Correspond', 'Comment')
        ) w
    ) w
    inner join Users u on u.id = w.author_id
) w
left join Users r on r.id = w.requestor_id
left join Attachments a on a.id = (
    select b.id from Attachments b
    where b.TransactionId = w.id and b.ContentType in ('text/plain', 'text/html') and b.Content != ''
        and (b.Filename is null or b.Filename = '')
    order by case when b.ContentType = 'text/plain' then 0 else 1 end, b.id limit 1
)
"""

_CASE_EVENTS = f"""
select
    w.ObjectId as case_id,
    w.Created as event_at,
    w.id as position,
    case w.status
        when 'new' then 'new'
        when 'open' then 'open'
        when 'stalled' then 'waiting_customer'
        when 'resolved' then 'resolved'
        when 'rejected' then 'closed'
        when 'deleted' then 'deleted'
        else w.status
    end as state,
    q.Name as group_name,
    case when o.Name != 'Nobody' then o.Name end as agent,
    w.priority,
    {_channel(_created("w.ObjectId"))} as channel,
    r.Name as customer,
    w.merged_into,
    w.Created as updated_at,
    w.id as id
from (
    select
        t.id, t.ObjectId, t.Created,
        lower({_at("Status", "tk.Status")}) as status,
        cast({_at("Queue", "cast(tk.Queue as char(20))")} as {{integer}}) as queue_id,
        cast({_at("Owner", "cast(tk.Owner as char(20))")} as {{integer}}) as owner_id,
        {_at("Priority", "cast(tk.Priority as char(20))")} as priority,
        {_REQUESTOR} as requestor_id,
        -- What was merged stays merged; it is gone where it was deleted before.
        case when tk.EffectiveId != tk.id and tk.Status != 'deleted' and exists (
            select 1 from Transactions s
            where s.ObjectType = 'RT::Ticket' and s.ObjectId = t.ObjectId and s.id <= t.id
                and s.Type = 'AddLink' and s.Field = 'MergedInto'
        ) then tk.EffectiveId end as merged_into
    from Transactions t
    inner join Tickets tk on tk.id = t.ObjectId
    where {_OF_TICKETS} and (
        t.Type = 'Create'
        or (t.Field in ('Status', 'Queue', 'Owner', 'Priority') and t.Type != 'SetWatcher')
        or (t.Type = 'AddLink' and t.Field = 'MergedInto' and tk.EffectiveId != tk.id)
    )
) w
left join Queues q on q.id = w.queue_id
left join Users o on o.id = w.owner_id
left join Users r on r.id = w.requestor_id
"""

QUERIES = {"messages": _MESSAGES, "case_events": _CASE_EVENTS}
