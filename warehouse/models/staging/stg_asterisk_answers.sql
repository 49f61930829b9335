/*
per = "conversation_id"
*/
-- Who took each call, when, and for how long they talked: a row a leg that somebody answered. Where the dialplan
-- answers before the queue does, the leg is as old as the call; queue_log knows when the agent came (CONNECT), and
-- what was talked before that was music.
with connected as (
    select
        source,
        conversation_id,
        min(event_at) as connected_at,
        arg_min(agent, event_at) as agent,
        arg_min(queue, event_at) as queue
    from staging.stg_asterisk_queue_events
    where event = 'CONNECT'
    group by source, conversation_id
),

ranked as (
    select
        *,
        row_number() over (partition by conversation_id order by answered_at, started_at, leg_id) as place
    from staging.stg_asterisk_legs
    where is_answered and way in ('inbound', 'outbound')
),

placed as (
    select
        ranked.*,
        connected.agent as connected_agent,
        connected.queue as connected_queue,
        if(
            ranked.place = 1
            and connected.connected_at > ranked.answered_at
            and seconds_between(ranked.answered_at, connected.connected_at) < ranked.talked_seconds,
            connected.connected_at, ranked.answered_at
        ) as taken_at
    from ranked
    left join connected on ranked.conversation_id = connected.conversation_id
)

select
    source,
    conversation_id,
    leg_id as message_id,
    way,
    taken_at,
    talked_seconds - (seconds_between(answered_at, taken_at))::bigint as talked_seconds,
    coalesce(agent, if(place = 1, connected_agent, null)) as agent,
    coalesce(queue, if(place = 1, connected_queue, null)) as queue,
    dialled,
    file,
    line,
    received_at
from placed
