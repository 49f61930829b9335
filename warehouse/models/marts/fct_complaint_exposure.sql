-- One row per complaint under a post of our own, and how often the post was shown while it stood there unanswered
-- (until the answer, the deletion, or now). `impressions` integrates the rate of impressions over that time
-- (trapezoids between readings), times the share of viewers who see comments; `*_lower` and `*_upper` put all that a
-- reading counted outside or inside of it, so that daily readings give wide bounds. `late_*` are what was shown
-- after the answer was due.
--
-- `reason`: 'no_reach' (nothing is known, and all NULL), 'reach_fell' (a counter fell: at least this), 'reach_ends'
-- (readings end long before it did: at least this). Paid impressions cost what a thousand cost for the post or else
-- its campaign; `eur_reason`: 'no_paid_reach', 'no_spend'. `spent_once_*` leave out the time in which an earlier
-- complaint under the post was unanswered too, so that they add up to no more than was spent.
with complaints as (
    select
        waits.*,
        posts.campaign_id,
        posts.is_paid,
        posts.kind,
        coalesce(waits.ended_at, getvariable('as_of')) as until_at,
        -- In one comparison and not with least(), which passes over NULL.
        case
            when waits.due_at is null then null
            when waits.due_at < coalesce(waits.ended_at, getvariable('as_of')) then waits.due_at
            else coalesce(waits.ended_at, getvariable('as_of'))
        end as due_by,
        -- What an earlier complaint under the post has paid for already isn't paid for again.
        max(coalesce(waits.ended_at, getvariable('as_of'))) over (
            partition by waits.post_id
            order by waits.opened_at, waits.wait_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_until
    from marts.fct_waits as waits
    inner join marts.dim_post as posts on waits.post_id = posts.post_id
    where waits.intent = 'complaint' and waits.visibility = 'public'
),

readings as (
    select
        post_id,
        from_at,
        until_at,
        if(paid_impressions is not null, 'paid', 'organic') as kind,
        coalesce(paid_impressions, organic_impressions) as impressions,
        coalesce(paid_impressions, organic_impressions) / seconds as rate
    from marts.fct_reach
    where coalesce(paid_impressions, organic_impressions) is not null and seconds > 0
),

-- The rate at a reading is the mean of those before and after it.
spans as (
    select
        *,
        (rate + coalesce(if(lag(until_at) over log = from_at, lag(rate) over log, null), rate)) / 2 as first_rate,
        (rate + coalesce(if(lead(from_at) over log = until_at, lead(rate) over log, null), rate)) / 2 as last_rate
    from readings
    window log as (partition by post_id, kind order by from_at)
),

known as (
    select
        post_id,
        max(until_at) as known_until,
        sum(rate::decimal(24, 9)) filter (where is_last) as rate_then
    from (
        select
            *,
            row_number() over (partition by post_id, kind order by until_at desc) = 1 as is_last
        from readings
    ) as ranked
    group by post_id
),

fallen as (
    select distinct complaints.wait_id
    from complaints
    inner join marts.fct_reach as reach
        on complaints.post_id = reach.post_id
        and reach.quality = 'fell'
        and reach.from_at < complaints.until_at
        and reach.until_at > complaints.opened_at
),

pieces as (
    select
        complaints.wait_id,
        spans.kind,
        spans.impressions,
        spans.from_at >= complaints.opened_at and spans.until_at <= complaints.until_at as is_inside,
        spans.from_at >= greatest(complaints.opened_at, complaints.earlier_until)
        and spans.until_at <= complaints.until_at as is_once_inside,
        spans.until_at > greatest(complaints.opened_at, complaints.earlier_until) as may_be_once,
        spans.from_at >= complaints.due_by and spans.until_at <= complaints.until_at as is_late_inside,
        spans.until_at > complaints.due_by and complaints.until_at > complaints.due_by as may_be_late,
        trapezoid(
            spans.first_rate, spans.last_rate,
            place_in(spans.from_at, spans.until_at, complaints.opened_at),
            place_in(spans.from_at, spans.until_at, complaints.until_at)
        ) as share,
        trapezoid(
            spans.first_rate, spans.last_rate,
            place_in(spans.from_at, spans.until_at, greatest(complaints.opened_at, complaints.earlier_until)),
            place_in(spans.from_at, spans.until_at, complaints.until_at)
        ) as share_once,
        trapezoid(
            spans.first_rate, spans.last_rate,
            place_in(spans.from_at, spans.until_at, greatest(complaints.opened_at, complaints.due_by)),
            place_in(spans.from_at, spans.until_at, complaints.until_at)
        ) as late_share
    from complaints
    inner join spans
        on complaints.post_id = spans.post_id
        and spans.from_at < complaints.until_at
        and spans.until_at > complaints.opened_at
),

-- Exact, so that sums are the same in any order.
summed as (
    select
        wait_id,
        sum((impressions * share)::decimal(18, 3))::double as impressions,
        sum(impressions) filter (where is_inside)::double as lower,
        sum(impressions)::double as upper,
        sum((impressions * share)::decimal(18, 3)) filter (where kind = 'paid')::double as paid,
        sum((impressions * share_once)::decimal(18, 3)) filter (where kind = 'paid')::double as once,
        sum(impressions) filter (where kind = 'paid' and is_once_inside)::double as once_lower,
        sum(impressions) filter (where kind = 'paid' and may_be_once)::double as once_upper,
        sum((impressions * late_share)::decimal(18, 3))::double as late,
        sum(impressions) filter (where is_late_inside)::double as late_lower,
        sum(impressions) filter (where may_be_late)::double as late_upper
    from pieces
    group by wait_id
),

media as (
    select
        post_id,
        campaign_id,
        sum(amount::decimal(18, 4)) as amount
    from marts.fct_spend
    where category = 'media'
    group by all
),

paid as (
    select
        post_id,
        campaign_id,
        sum(paid_impressions) as impressions
    from marts.fct_reach
    group by all
),

post_costs as (
    select
        paid.post_id,
        1000.0 * sum(media.amount)::double / any_value(paid.impressions) as cpm
    from paid
    inner join media on paid.post_id = media.post_id
    where paid.impressions > 0
    group by paid.post_id
),

campaigns_shown as (
    select
        campaign_id,
        sum(impressions) as impressions
    from paid
    group by campaign_id
),

campaigns_paid as (
    select
        campaign_id,
        sum(amount) as amount
    from media
    where post_id is not null
    group by campaign_id
),

campaign_costs as (
    select
        shown.campaign_id,
        1000.0 * spent.amount::double / shown.impressions as cpm
    from campaigns_shown as shown
    inner join campaigns_paid as spent on shown.campaign_id = spent.campaign_id
    where shown.impressions > 0
),

measured as (
    select
        complaints.*,
        summed.* exclude (wait_id),
        summed.wait_id is not null as is_known,
        known.known_until,
        -- What came after the last reading may have gone on as before it, or have ended.
        case
            when complaints.until_at > known.known_until
                then
                    known.rate_then::double
                    * seconds_between(greatest(known.known_until, complaints.opened_at), complaints.until_at)
            else 0.0
        end as after_last,
        case
            when summed.wait_id is null then 'no_reach'
            when fallen.wait_id is not null then 'reach_fell'
            when
                seconds_between(known.known_until, complaints.until_at)
                > 0.25 * seconds_between(complaints.opened_at, complaints.until_at)
                then 'reach_ends'
        end as reason,
        coalesce(post_costs.cpm, campaign_costs.cpm) as cpm,
        settings.visible_share
    from complaints
    left join summed on complaints.wait_id = summed.wait_id
    left join known on complaints.post_id = known.post_id
    left join fallen on complaints.wait_id = fallen.wait_id
    left join post_costs on complaints.post_id = post_costs.post_id
    left join campaign_costs on complaints.campaign_id = campaign_costs.campaign_id
    cross join company.settings as settings
)

select
    wait_id,
    message_id,
    conversation_id,
    case_id,
    customer_id,
    source,
    platform,
    channel,
    visibility,
    post_id,
    campaign_id,
    kind,
    department_id,
    topic,
    opened_at,
    opened_day,
    ended_at,
    due_at,
    outcome,
    outcome = 'open' as is_open,
    seconds_between(opened_at, until_at) as unanswered_seconds,
    known_until,
    visible_share * impressions as impressions,
    if(is_known, visible_share * coalesce(lower, 0), null) as impressions_lower,
    if(reason is null, visible_share * (upper + after_last), null) as impressions_upper,
    if(is_known and (paid is not null or not is_paid), visible_share * coalesce(paid, 0), null) as paid_impressions,
    if(is_known and due_by is not null, visible_share * coalesce(late, 0), null) as late_impressions,
    if(is_known and due_by is not null, visible_share * coalesce(late_lower, 0), null) as late_lower,
    if(
        reason is null and due_by is not null,
        visible_share * (coalesce(late_upper, 0) + if(until_at > due_by, after_last, 0)), null
    ) as late_upper,
    reason,
    cpm,
    case
        when not is_known then null
        when paid is null and not is_paid then 0.0
        else visible_share * paid * cpm / 1000
    end as spent_eur,
    case
        when not is_known then null
        when paid is null and not is_paid then 0.0
        else visible_share * once * cpm / 1000
    end as spent_once_eur,
    case
        when not is_known then null
        when paid is null and not is_paid then 0.0
        else visible_share * coalesce(once_lower, 0) * cpm / 1000
    end as spent_once_lower,
    case
        when reason is not null then null
        when paid is null and not is_paid then 0.0
        else visible_share * coalesce(once_upper, 0) * cpm / 1000
    end as spent_once_upper,
    case
        when not is_known then 'no_reach'
        when paid is null and is_paid then 'no_paid_reach'
        when paid is not null and cpm is null then 'no_spend'
    end as eur_reason
from measured
