"""The marts that the conflict metrics read, made up by SQL: only the columns that their queries name.

Everything follows from hashes of running numbers, so that each run measures the same rows. Two years, working days
busier than weekends and noon than night; of 120 posts of 24 campaigns, and 1,000 everyday ones.
"""

from datetime import date
from pathlib import Path

import duckdb

DAYS = 730
CONTACTS = 5_000 * DAYS
SINCE, UNTIL = date(2024, 12, 1), date(2026, 12, 1)
# A contact has its number; `chance(number, salt)` is uniform in [0, 1), another one for each salt.
MACROS = """
    create macro chance(number, salt) as (hash(number * 100 + salt) >> 11)::double / 9007199254740992;
    create macro pick(list, number, salt) as list[1 + floor(chance(number, salt) * len(list))::integer];
    create macro normal(number, salt) as
        sqrt(-2 * ln(1 - chance(number, salt))) * cos(2 * pi() * chance(number, salt + 1));
"""
_SHARED = "source, platform, channel, visibility, department_id"
_POSTED = f"timestamptz '{SINCE} 00:00:00+00' + to_hours((number * {DAYS * 24 - 96} // 120 + 3 * (number % 5))::bigint)"

TABLES = {
    "main.days": f"""
        select
            number,
            least({DAYS - 1}, floor(chance(number, 1) * {DAYS})::integer) as day,
            chance(number, 2) as part
        from range({{count}}) as numbers (number)
    """,
    # Half of the weekend's contacts come on Mondays, and most of a day's around noon.
    "main.contacts": f"""
        with moved as (
            select
                number,
                least(
                    {DAYS - 1},
                    day + if(isodow(date '{SINCE}' + day) > 5 and chance(number, 3) < 0.5, 2, 0)
                )::integer as day,
                86400 * (part + 0.8 * sin(2 * pi() * part) / (2 * pi())) as second
            from main.days
        ),
        placed as (
            select
                number,
                date '{SINCE}' + day as opened_day,
                timestamptz '{SINCE} 00:00:00+00' + to_seconds(floor(day * 86400 + second)::bigint) as opened_at,
                pick(['comment', 'comment', 'mail', 'mail', 'direct_message', 'chat', 'phone', 'web_form'], number, 4)
                    as channel,
                pick(
                    ['service', 'service', 'service', 'service', 'sales', 'marketing', 'marketing', 'press',
                        'product', null], number, 5
                ) as department_id,
                pick(
                    ['billing', 'roaming', 'esim', 'delivery', 'network', 'contract', 'offer', 'idea', 'device',
                        'press', null], number, 6
                ) as topic,
                pick(['complaint', 'question', 'question', 'support_request', 'praise', null], number, 7) as intent,
                greatest(1, round(exp(8 + 1.5 * normal(number, 8)))) as seconds,
                chance(number, 10) as lot
            from moved
        )
        select
            *,
            (isodow(opened_day) - 1) * 24 + hour(opened_at) as hour_of_week,
            if(channel in ('comment', 'direct_message'), 'facebook', 'zendesk') as source,
            if(channel in ('comment', 'direct_message'), 'facebook', 'ticket_system') as platform,
            if(channel = 'comment', 'public', 'private') as visibility,
            coalesce(intent in ('complaint', 'question', 'support_request'), false) as is_service
        from placed
        order by opened_at, number
    """,
    "main.posts": f"""
        select
            'facebook:' || number as post_id,
            if(number < 120, 'campaign-' || number // 5, null) as campaign_id,
            if(number < 120, {_POSTED}, timestamptz '{SINCE} 09:00:00+00' + to_hours((number - 120) * 17)) as starts_at,
            number < 120 as is_event,
            number % 40 = 7 as is_reactive
        from range(1120) as numbers (number)
    """,
    "marts.fct_exposures": """
        select
            'post:' || post_id as exposure_id, 'post' as kind, post_id, post_id as exposure_post_id, campaign_id,
            starts_at, starts_at + interval 24 hour as ends_at, starts_at::date as started_day, is_event, is_reactive
        from main.posts
    """,
    "marts.dim_clean_hour": f"""
        with hours as (
            select unnest(generate_series(
                timestamptz '{SINCE} 00:00:00+00', timestamptz '{UNTIL} 00:00:00+00' - interval 1 hour, interval 1 hour
            )) as hour_at
        ),
        touched as (
            select hour_at, count(*) as event_count
            from hours
            inner join main.posts
                on hour_at >= date_trunc('hour', starts_at) - interval 2 hour
                and hour_at <= date_trunc('hour', starts_at) + interval 29 hour
            where is_event
            group by hour_at
        )
        select
            hour_at,
            ((isodow(hour_at) - 1) * 24 + hour(hour_at))::integer as hour_of_week,
            coalesce(event_count, 0) as event_count,
            (dayofyear(hour_at) between 80 and 81)::bigint as incident_count,
            dayofyear(hour_at) in (1, 121, 359, 360) as is_holiday
        from hours
        left join touched using (hour_at)
    """,
    "marts.dim_observed_hour": "select hour_at::date as date_day from marts.dim_clean_hour",
    "marts.dim_snapshot": f"select timestamptz '{UNTIL} 00:00:00+00' as as_of",
    "marts.dim_department": """
        select unnest(['service', 'sales', 'marketing', 'press', 'product']) as department_id,
            unnest(['service', 'sales', 'marketing', 'press', 'product']) as kind
    """,
    "marts.fct_contacts": """
        select
            opened_day as contact_day, channel, department_id, topic, is_service,
            if(lot < 0.9, round(60 + seconds / 20), null) as handle_seconds
        from main.contacts
    """,
    "marts.fct_contact_hours": """
        select
            date_trunc('hour', opened_at) as hour_at, opened_day as contact_day, platform, channel, visibility,
            department_id, topic, is_service, intent, count(*) as contacts
        from main.contacts
        group by all
        order by all
    """,
    "marts.fct_first_waits": """
        select
            'w' || number as wait_id, opened_at, hour_of_week::integer as hour_of_week, source, platform, channel,
            visibility, department_id, 'customer-' || number // 3 as customer_id,
            seconds as observed_seconds, lot < 0.93 as is_answered,
            if(lot < 0.95, (seconds < 18000)::integer, null) as is_met, department_id as pool_id,
            coalesce(department_id, 'none') as pool_kind, channel as pool_channel,
            topic as subject, if(channel = 'comment', 'facebook:' || number % 1120, null) as under_post_id
        from main.contacts
    """,
    "marts.fct_waits": f"""
        select
            opened_day, {_SHARED}, pick(['answered', 'answered', 'answered', 'open'], number, 11) as outcome,
            lot < 0.015 as is_double, lot < 0.004 as is_double_across
        from main.contacts
        cross join range(5) as again (turn)
        where turn < 4 and (turn = 0 or (turn = 1 and number % 4 = 0))
    """,
    "marts.fct_answer_chances": f"""
        select
            opened_day, {_SHARED}, if(lot < 0.97, lot * lot / 10, null) as chance,
            if(lot < 0.97, lot * lot / 40, null) as chance_across
        from main.contacts
        where chance(number, 12) < 0.93
    """,
    "marts.fct_double_answers": f"""
        select
            'm' || number as message_id, opened_day, {_SHARED}, department_id as first_department_id,
            pick(['service', 'sales', 'marketing', 'press'], number, 13) as second_department_id,
            if(chance(number, 14) < 0.1, 'price', null) as contradiction, chance(number, 15) < 0.9 as is_read
        from main.contacts
        where lot < 0.015
    """,
    "marts.fct_double_costs": """
        select 'm' || number as message_id, if(lot < 0.012, (seconds * 5e4)::bigint, null) as handle_us
        from main.contacts
        where lot < 0.015
    """,
    "marts.fct_orphans": f"""
        select
            opened_day, {_SHARED}, lot < 0.014 as is_unowned, lot between 0.014 and 0.067 as is_untouched,
            lot between 0.065 and 0.070 as is_dropped,
            case when lot < 0.07 then 1 when lot < 0.99 then 2 else 0 end as ending,
            seconds as age_seconds
        from main.contacts
    """,
    "marts.fct_handoffs": f"""
        select
            opened_day as handed_day, {_SHARED}, 'department' as kind, department_id as from_department_id,
            pick(['service', 'sales', 'marketing', 'press'], number, 16) as to_department_id,
            chance(number, 17) < 0.06 as is_dropped
        from main.contacts
        where lot > 0.9
    """,
    "marts.fct_routes": f"""
        select
            'c' || number as case_id, opened_day, {_SHARED}, topic, hour_of_week::integer as hour_of_week,
            pick(['service', 'sales', 'marketing', 'press'], number, 18) as first_department_id,
            if(topic = 'press', 'press', 'service') as topic_department_id,
            if(topic is null, null, chance(number, 19) < 0.25) as is_misrouted,
            (chance(number, 19) < 0.2)::integer as hop_count,
            (chance(number, 19) < 0.3)::integer as handoff_count,
            chance(number, 19) < 0.02 as is_ping_pong,
            pick(['answered', 'answered', 'answered', 'open', 'withdrawn'], number, 20) as outcome,
            seconds * if(chance(number, 19) < 0.25, 1.2, 1.0) as wait_seconds,
            coalesce(topic, '') || '|' || channel || '|' || visibility as match_key,
            if(lot < 0.9, (seconds * 5e4)::bigint, null) as handle_us,
            40.0::double as euro_per_hour
        from main.contacts
    """,
    "marts.fct_promises": f"""
        select
            'p' || number as promise_id, opened_day as promised_day, opened_at as promised_at, {_SHARED},
            department_id as promised_by_department_id,
            pick(['service', 'sales', 'marketing'], number, 21) as fulfilled_by_department_id,
            pick(['default', 'text'], number, 22) as due_source, chance(number, 21) < 0.4 as is_cross,
            chance(number, 23) < 0.98 as is_mature, if(chance(number, 24) < 0.85, 'kept', 'late') as state,
            if(chance(number, 24) < 0.85, opened_at + to_seconds(seconds::bigint), null) as kept_at,
            if(chance(number, 24) > 0.95, opened_at + to_seconds(seconds::bigint), null) as broken_at
        from main.contacts
        where lot < 0.05
    """,
    "marts.fct_complaint_exposure": f"""
        select
            opened_day, {_SHARED}, post_id, campaign_id, if(campaign_id is null, 'usual', 'campaign') as kind, topic,
            lot > 0.058 as is_open, if(lot < 0.005, 'no_reach', null) as reason,
            if(lot < 0.01, 'no_spend', null) as eur_reason,
            if(lot < 0.005, null, seconds) as impressions, if(lot < 0.005, null, seconds * 0.9) as impressions_lower,
            if(lot < 0.005, null, seconds * 1.1) as impressions_upper,
            if(lot < 0.005, null, seconds * 0.5) as paid_impressions,
            if(lot < 0.005, null, seconds * 0.2) as late_impressions,
            if(lot < 0.005, null, seconds * 0.1) as late_lower, if(lot < 0.005, null, seconds * 0.3) as late_upper,
            seconds * 0.006 as spent_once_eur,
            seconds * 0.005 as spent_once_lower, seconds * 0.007 as spent_once_upper
        from main.contacts
        inner join main.posts on posts.post_id = 'facebook:' || contacts.number % 1120
        where lot < 0.06
    """,
    "marts.fct_peer_answers": """
        select
            'facebook:' || number % 1120 as post_id, opened_day as sent_day, chance(number, 25) < 0.6 as is_alone,
            chance(number, 26) < 0.1 as was_escalated, chance(number, 27) < 0.8 as is_first
        from main.contacts
        where lot < 0.03
    """,
    "marts.fct_post_comments": """
        select
            post_id, starts_at::date as published_day, 'facebook' as source, 'facebook' as platform,
            'marketing' as department_id, campaign_id, if(is_event, 'campaign', 'usual') as kind, is_event as is_paid,
            (20 + hash(post_id) % 400)::bigint as comment_count, (hash(post_id) % 20)::bigint as complaint_count,
            (hash(post_id) % 5)::bigint as claim_count, 1000.0 * (hash(post_id) % 900) as impressions,
            null::varchar as impressions_reason
        from main.posts
    """,
    "marts.dim_intent_quality": """
        select 'complaint' as intent, 'public' as visibility, 95 as true_positive_count, 100 as positive_count,
            480 as true_negative_count, 500 as negative_count
    """,
    "marts.dim_help_post": """
        select post_id, campaign_id, starts_at::date as started_day, starts_at as published_at, 'esim' as subject
        from main.posts
        where not is_event and hash(post_id) % 50 = 0
    """,
    "marts.dim_campaign": """
        select campaign_id, min(starts_at)::date as campaign_day, 38000.0::double as planned_cost
        from main.posts
        where campaign_id is not null
        group by campaign_id
    """,
    "marts.dim_cost_rate": f"""
        select department_id, date '{SINCE}' as from_day, date '2100-01-01' as until_day, 44.0::double as euro_per_hour,
            0.35::double as tool_euro_per_contact
        from marts.dim_department
    """,
    "marts.fct_spend": """
        select campaign_id, post_id, pick(['media', 'production', 'tools', 'agency'], day, 28) as category,
            round(chance(day, 29) * 500, 2) as amount
        from main.posts
        cross join range(40) as days (day)
        where is_event
    """,
    "marts.fct_reach": """
        select campaign_id, post_id, (hash(post_id, hour) % 2000)::bigint as paid_impressions,
            (hash(hour, post_id) % 900)::bigint as organic_impressions
        from main.posts
        cross join range(200) as hours (hour)
    """,
    "marts.fct_budget_days": f"""
        select (date '{SINCE}' + day::integer) as budget_day, department_id, cost_category,
            424.193548::decimal(18, 6) as amount
        from range({DAYS}) as days (day)
        cross join marts.dim_department
        cross join (select unnest(['people', 'tools', 'media', 'production', 'other']) as cost_category)
    """,
    "marts.fct_capacity_figures": """
        select
            department_id, growth, pick(['public_5h', 'phone', null], place, 30) as target_id,
            'statistic ' || place as statistic, chance(place, 31) as value, 0.0::double as lower, 1.0::double as upper,
            120::bigint as sample_size, null::varchar as reason, growth = 'observed' as is_observed,
            10.0::double as department_days
        from marts.dim_department
        cross join (select unnest(['observed', 'planned']) as growth)
        cross join range(15) as places (place)
    """,
    "marts.dim_org_change": f"""
        select 'press/hub' as change_id, 'press' as department_id, date '{SINCE}' + 401 as from_day
    """,
    "marts.fct_unit_weeks": """
        select
            date_trunc('week', opened_day)::date as week_start, department_id as unit_id, count(*) as timed_count,
            sum(least(seconds, 86400))::bigint * 1000000 as timed_us, count(*) as due_count,
            count_if(seconds < 18000)::bigint as met_count, count(*) as answered_count,
            count_if(lot < 0.015)::bigint as double_count, count(*) as ticket_count,
            count_if(lot > 0.9)::bigint as handoff_count, true as is_complete
        from main.contacts
        where department_id is not null
        group by all
        order by all
    """,
}


def write_marts(file: Path, count: int = CONTACTS) -> None:
    """A warehouse file with these marts, of `count` contacts."""
    with duckdb.connect(file) as connection:
        connection.execute("set timezone = 'UTC'; set memory_limit = '1GB'; create schema marts")
        connection.execute(MACROS)
        for table, query in TABLES.items():
            connection.execute(f"create table {table} as {query.replace('{count}', str(count))}")
        connection.execute("drop table main.days; drop table main.contacts; drop table main.posts")
