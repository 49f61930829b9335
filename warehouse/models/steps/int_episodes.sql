-- Which episode each human message of a customer's conversation belongs to (metrics definition 1), one row per message
-- and customer. In an endless thread a gap of `gap_seconds` since the last human message begins a new one, unless the
-- customer was still waiting; in a ticket, a customer message later than `reopen_seconds` after the closing does.
with is_ticket as (
    select distinct
        conversation_id,
        case_id
    from steps.int_messages
    where case_id is not null
),

rows_with_past as (
    select
        turns.*,
        is_ticket.case_id is not null as is_ticket,
        lag(occurred_at) over human as earlier_at,
        max(if(kind in ('inbound', 'no_answer'), occurred_at, null)) over before as earlier_inbound_at,
        max(if(kind = 'inbound', coalesce(deleted_at, 'infinity'), null)) over burst_before as waited_until
    from steps.int_turns as turns
    left join is_ticket
        using (conversation_id)
    where kind in ('inbound', 'no_answer', 'reply')
    window
        human as (partition by conversation_id, customer_id order by position),
        before as (
            partition by conversation_id, customer_id order by position
            rows between unbounded preceding and 1 preceding
        ),
        burst_before as (
            partition by conversation_id, customer_id, ends_before order by position
            rows between unbounded preceding and 1 preceding
        )
),

closings as (
    select
        conversation_id,
        customer_id,
        position,
        occurred_at as closed_at
    from steps.int_turns
    where kind in ('resolved', 'closed')
),

breaks as (
    select
        past.*,
        case
            when past.earlier_at is null then true
            when past.is_ticket
                then
                    past.kind != 'reply'
                    and closings.closed_at >= coalesce(past.earlier_inbound_at, '-infinity')
                    and seconds_between(closings.closed_at, past.occurred_at) > settings.reopen_seconds
            else
                seconds_between(past.earlier_at, past.occurred_at) >= settings.gap_seconds
                and not coalesce(past.waited_until > past.occurred_at, false)
        end as is_break
    from rows_with_past as past
    cross join company.settings as settings
    asof left join closings
        on past.conversation_id = closings.conversation_id
        and past.customer_id = closings.customer_id
        and past.position > closings.position
),

runs as (
    select
        *,
        count(*) filter (where is_break) over (
            partition by conversation_id, customer_id order by position
        ) as run_number
    from breaks
)

select
    conversation_id,
    customer_id,
    message_id,
    kind,
    occurred_at,
    -- An episode is named after its first customer message; a run that only the company wrote in is none.
    first_value(if(kind = 'reply', null, message_id) ignore nulls) over (
        partition by conversation_id, customer_id, run_number order by position
        rows between unbounded preceding and unbounded following
    ) as episode_id
from runs
