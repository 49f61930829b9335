-- How likely each answered wait was to be answered twice by chance alone, if everybody who began a reply took one of
-- the waits open on that channel at random, seen or not: whoever was still writing when it was answered, and had begun
-- while it was open, had taken this one with probability 1 / waits open when they began. `chance_across` counts only
-- those of other departments. NULL where nobody knows how long the reply took.
--
-- Others at work are those writing at that instant, and at most those who began since the wait opened: both are exact
-- where nobody begins and ends in between, and neither is too low. Sums are of -ln(1 - 1 / waits open), in 1e-9.
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

openings as (
    select
        concat_ws('|', source, channel, visibility) as pool,
        opened_at as happened_at,
        1 as rank,
        null::varchar as message_id,
        1 as opened
    from marts.fct_waits
    union all
    select
        concat_ws('|', source, channel, visibility) as pool,
        ended_at as happened_at,
        0 as rank,
        null as message_id,
        -1 as opened
    from marts.fct_waits
    where ended_at is not null
    union all
    select
        pool,
        begun_at as happened_at,
        2 as rank,
        message_id,
        0 as opened
    from replies
),

open_counts as (
    select
        message_id,
        rank,
        sum(opened) over (
            partition by pool order by happened_at, rank rows between unbounded preceding and current row
        ) as open_count
    from openings
),

weighted as (
    select
        replies.*,
        -- Who found only one open took that one; a certainty has no logarithm.
        round(-ln(1 - least(0.999, 1 / greatest(1, open_counts.open_count))) * 1e9)::bigint as weight
    from replies
    inner join open_counts on replies.message_id = open_counts.message_id and open_counts.rank = 2
),

answered as (
    select
        waits.wait_id,
        waits.customer_id,
        waits.opened_at,
        weighted.*
    from marts.fct_waits as waits
    inner join weighted on waits.answer_message_id = weighted.message_id
),

-- At one instant: what is sent, what is asked of it, what opens, what begins.
events as (
    select
        pool,
        department,
        sent_at as happened_at,
        0 as rank,
        message_id as id,
        -weight as working,
        0 as begun
    from weighted
    union all
    select
        pool,
        department,
        sent_at as happened_at,
        1 as rank,
        wait_id || '/' || coalesce(customer_id, '') as id,
        0 as working,
        0 as begun
    from answered
    union all
    select
        pool,
        department,
        opened_at as happened_at,
        2 as rank,
        wait_id || '/' || coalesce(customer_id, '') as id,
        0 as working,
        0 as begun
    from answered
    union all
    select
        pool,
        department,
        begun_at as happened_at,
        3 as rank,
        message_id as id,
        weight as working,
        weight as begun
    from weighted
),

summed as (
    select
        rank,
        id,
        sum(working) over pool_run as working,
        sum(begun) over pool_run as begun,
        sum(working) over own_run as own_working,
        sum(begun) over own_run as own_begun
    from events
    window
        pool_run as (
            partition by pool order by happened_at, rank, id rows between unbounded preceding and current row
        ),
        own_run as (
            partition by pool, department
            order by happened_at, rank, id rows between unbounded preceding and current row
        )
),

spans as (
    select
        id,
        max(working) filter (where rank = 1) as working,
        max(begun) filter (where rank = 1) - max(begun) filter (where rank = 2) as begun,
        max(own_working) filter (where rank = 1) as own_working,
        max(own_begun) filter (where rank = 1) - max(own_begun) filter (where rank = 2) as own_begun
    from summed
    where rank in (1, 2)
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
    -- What was begun since includes the answer itself.
    1 - exp(-greatest(0, least(spans.working, spans.begun - answered.weight)) / 1e9) as chance,
    1 - exp(
        -greatest(
            0,
            least(
                spans.working - spans.own_working,
                spans.begun - spans.own_begun
            )
        ) / 1e9
    ) as chance_across
from marts.fct_waits as waits
left join answered
    on waits.wait_id = answered.wait_id
    and waits.customer_id is not distinct from answered.customer_id
left join spans on waits.wait_id || '/' || coalesce(waits.customer_id, '') = spans.id
where waits.outcome = 'answered'
