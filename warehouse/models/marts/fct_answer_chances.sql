-- How likely each answered wait was to be answered twice by chance alone, if everybody who began a reply took one of
-- the waits that were open then at random: 1 - (1 - 1 / open waits) ^ (replies that others began on this channel
-- while it was being written). `chance_across` counts only those whom another department had begun. NULL where nobody
-- knows how long the reply took.
with replies as (
    select
        message_id,
        concat_ws('|', source, channel, visibility) as pool,
        coalesce(department_id, '') as department,
        later(sent_at, -round(handle_seconds * 1000000)::bigint) as begun_at,
        sent_at
    from marts.fct_handles
    where handle_seconds is not null
),

-- At one instant: what is sent, what ends, what opens, what begins.
events as (
    select
        concat_ws('|', source, channel, visibility) as pool,
        '' as department,
        opened_at as happened_at,
        2 as rank,
        wait_id as id,
        1 as opened,
        0 as begun
    from marts.fct_waits
    union all
    select
        concat_ws('|', source, channel, visibility) as pool,
        '' as department,
        ended_at as happened_at,
        1 as rank,
        wait_id as id,
        -1 as opened,
        0 as begun
    from marts.fct_waits
    where ended_at is not null
    union all
    select
        pool,
        department,
        begun_at as happened_at,
        3 as rank,
        message_id as id,
        0 as opened,
        1 as begun
    from replies
    union all
    select
        pool,
        department,
        sent_at as happened_at,
        0 as rank,
        message_id as id,
        0 as opened,
        0 as begun
    from replies
),

counted as (
    select
        rank,
        id,
        sum(opened) over pool_run as open_count,
        sum(begun) over pool_run as begun_count,
        sum(begun) over own_run as own_begun_count
    from events
    window
        pool_run as (partition by pool order by happened_at, rank, id rows between unbounded preceding and current row),
        own_run as (
            partition by pool, department order by happened_at, rank, id rows between unbounded preceding and current row
        )
),

spans as (
    select
        id as message_id,
        greatest(1, max(open_count) filter (where rank = 3)) as open_count,
        max(begun_count) filter (where rank = 0) - max(begun_count) filter (where rank = 3) as others,
        max(own_begun_count) filter (where rank = 0) - max(own_begun_count) filter (where rank = 3) as own
    from counted
    where rank in (0, 3)
    group by id
)

select
    waits.wait_id,
    waits.customer_id,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.department_id,
    waits.opened_day,
    spans.open_count,
    spans.others as other_count,
    1 - (1 - 1 / spans.open_count) ** greatest(0, spans.others) as chance,
    1 - (1 - 1 / spans.open_count) ** greatest(0, spans.others - spans.own) as chance_across
from marts.fct_waits as waits
left join spans on waits.answer_message_id = spans.message_id
where waits.outcome = 'answered'
