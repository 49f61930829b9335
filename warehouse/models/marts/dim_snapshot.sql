-- The one row that says what this snapshot is: as of when, of which company, by which run, over which days.
with messages as (
    select
        min(sent_day) as first_day,
        max(sent_day) as last_day
    from marts.fct_messages
),

states as (select min(started_at) as first_at from marts.fct_case_states)

select
    getvariable('as_of') as as_of,
    runs.run_id,
    runs.started_at,
    runs.config_hash,
    runs.code_version,
    settings.company_id,
    settings.name as company_name,
    settings.zone,
    settings.language,
    settings.gap_seconds,
    settings.reopen_seconds,
    messages.first_day as messages_from,
    messages.last_day as messages_to,
    least(messages.first_day, timezone(settings.zone, states.first_at)::date) as data_from,
    timezone(settings.zone, getvariable('as_of'))::date as data_to
from company.run as runs
cross join company.settings as settings
cross join messages
cross join states
