-- What will be lost, and when. One row an open wait and rule that fits it: somebody waits for an answer, and the window
-- for answering closes or the message vanishes. And one row a source and rule of capture: what was written since its
-- last reading can be read until then. `expires_at` may have passed: then it is lost, or was saved by having been read.
with open_waits as (
    select
        wait_id,
        case_id,
        conversation_id,
        customer_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        opened_at
    from marts.fct_waits
    where outcome = 'open'
),

spoken as (
    select
        open_waits.wait_id,
        max(messages.sent_at) as last_written_at
    from open_waits
    inner join marts.fct_messages as messages
        on open_waits.conversation_id = messages.conversation_id
        and open_waits.customer_id = messages.customer_id
        and messages.direction = 'inbound'
        and messages.is_human
    group by open_waits.wait_id
),

conversations as (
    select
        rules.rule_id || ':' || open_waits.wait_id as expiring_id,
        rules.rule_id,
        rules.expires,
        open_waits.source,
        open_waits.platform,
        open_waits.channel,
        open_waits.visibility,
        open_waits.department_id,
        open_waits.wait_id,
        open_waits.case_id,
        -- A window opens anew with every message; what vanishes first is the oldest one.
        if(
            rules.expires = 'answer_window',
            coalesce(spoken.last_written_at, open_waits.opened_at),
            open_waits.opened_at
        ) as since_at,
        rules.hours
    from open_waits
    inner join marts.dim_expiry_rule as rules
        on open_waits.platform = rules.platform
        and open_waits.channel = coalesce(rules.channel, open_waits.channel)
    left join spoken on open_waits.wait_id = spoken.wait_id
    where rules.expires != 'capture' and open_waits.visibility = 'private'
),

captures as (
    select
        rules.rule_id || ':' || sources.source as expiring_id,
        rules.rule_id,
        rules.expires,
        sources.source,
        rules.platform,
        rules.channel,
        null::varchar as visibility,
        null::varchar as department_id,
        null::varchar as wait_id,
        null::varchar as case_id,
        if(sources.captured_by = 'export', sources.last_record_at, sources.last_success_at) as since_at,
        rules.hours
    from marts.dim_source as sources
    inner join marts.dim_expiry_rule as rules on sources.type = rules.platform
    where rules.expires = 'capture'
)

select
    * exclude (hours),
    later(since_at, (hours * 3600000000)::bigint) as expires_at
from (
    select * from conversations
    union all by name
    select * from captures
) as expiring
where since_at is not null
