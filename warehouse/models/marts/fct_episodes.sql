/*
per = "episode_id"
moving = "ended_at is null and ends_at <= getvariable('as_of')"
*/
-- Spells of one customer's conversation (metrics definition 1). `ended_at` is the last human message once the gap has
-- passed without another and nobody waits; NULL while it may still go on. `ends_at` is when that is known if nothing
-- more is written; NULL while somebody waits.
select
    episodes.episode_id,
    episodes.conversation_id,
    episodes.customer_id,
    min(episodes.occurred_at) filter (where episodes.kind != 'reply') as opened_at,
    case
        when
            not coalesce(bool_or(waits.outcome = 'open'), false)
            and seconds_between(max(episodes.occurred_at), getvariable('as_of')) >= any_value(settings.gap_seconds)
            then max(episodes.occurred_at)
    end as ended_at,
    case
        when not coalesce(bool_or(waits.outcome = 'open'), false)
            then max(episodes.occurred_at) + to_seconds(any_value(settings.gap_seconds))
    end as ends_at
from steps.int_episodes as episodes
cross join company.settings as settings
left join steps.int_waits as waits
    on episodes.message_id = waits.message_id and episodes.customer_id = waits.customer_id
where episodes.episode_id is not null
group by episodes.episode_id, episodes.conversation_id, episodes.customer_id
