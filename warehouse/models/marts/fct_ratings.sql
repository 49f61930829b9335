/*
per = "case_id"
moving = "false"
*/
-- How satisfied customers said that they were, and whom nobody heard of: one row for each time that one was asked, and
-- for each case that was rated though no request is known. Ratings are a case store's own, or those of a field that is
-- mapped to the fact `satisfaction`.
--
-- `said` is the source's own word, `score` the same on one scale: 0 the worst of it, 1 the best. `is_satisfied` is
-- better than its middle (4 of 5, "good"). The last answer to a request counts; `revised_count` are those before it.
-- Department and agent are those that had the case when it was rated, or asked about; an agent whom the rating
-- names comes first. `rated_at` is NULL where nobody has answered, `asked_at` where no request is known.
with ratings as (
    select
        source,
        case_id,
        rating_id,
        rated_at,
        said,
        score,
        has_comment,
        agent_id
    from staging.all_ratings
    where rated_at <= getvariable('as_of')
    union all by name
    select
        source,
        case_id,
        case_id || '/satisfaction/' || event_order as rating_id,
        event_at as rated_at,
        value as said,
        rating_score(value) as score,
        null::boolean as has_comment,
        null::varchar as agent_id
    from steps.int_case_facts
    where fact = 'satisfaction' and value != 'offered'
),

requests as (
    select
        source,
        case_id,
        request_id,
        asked_at
    from staging.all_rating_requests
    where asked_at <= getvariable('as_of')
    union all by name
    select
        source,
        case_id,
        case_id || '/satisfaction/' || event_order as request_id,
        event_at as asked_at
    from steps.int_case_facts
    where fact = 'satisfaction' and value = 'offered'
),

answered as (
    select
        ratings.*,
        requests.request_id,
        requests.asked_at
    from ratings
    asof left join requests
        on ratings.case_id = requests.case_id and ratings.rated_at >= requests.asked_at
),

last_said as (
    select
        *,
        row_number() over answers = 1 as is_last,
        count(*) over (partition by case_id, request_id) - 1 as revised_count
    from answered
    window answers as (partition by case_id, request_id order by rated_at desc, rating_id desc)
),

told as (
    select * exclude (is_last, request_id)
    from last_said
    where is_last
    union all by name
    select
        requests.source,
        requests.case_id,
        requests.request_id as rating_id,
        requests.asked_at,
        0 as revised_count
    from requests
    anti join answered on requests.case_id = answered.case_id and requests.request_id = answered.request_id
),

placed as (
    select
        *,
        coalesce(rated_at, asked_at) as held_at
    from told
),

-- Few cases are rated: only theirs have to be put in order.
states as (
    select
        case_id,
        platform,
        channel,
        visibility,
        department_id,
        agent_id,
        started_at
    from marts.fct_case_states
    where case_id in (select case_id from placed)
)

select
    placed.rating_id,
    placed.source,
    states.platform,
    states.channel,
    states.visibility,
    placed.case_id,
    states.department_id,
    coalesce(placed.agent_id, states.agent_id) as agent_id,
    placed.asked_at,
    placed.rated_at,
    timezone(settings.zone, coalesce(placed.asked_at, placed.rated_at))::date as told_day,
    placed.said,
    placed.score,
    placed.score > 0.5 as is_satisfied,
    placed.has_comment,
    placed.revised_count
from placed
cross join company.settings as settings
asof left join states
    on placed.case_id = states.case_id and placed.held_at >= states.started_at
