-- Files of tables as they are now: rows with another digest are of an earlier version of their file, or of one
-- that is gone. Two files that say the same have one digest, and are one row here.
with lists as (
    select
        source,
        payload
    from raw.spend_rows
    where record_id = 'files'
    union all
    select
        source,
        payload
    from raw.campaigns_rows
    where record_id = 'files'
    union all
    select
        source,
        payload
    from raw.budgets_rows
    where record_id = 'files'
    union all
    select
        source,
        payload
    from raw.rates_rows
    where record_id = 'files'
    union all
    select
        source,
        payload
    from raw.shifts_rows
    where record_id = 'files'
    union all
    select
        source,
        payload
    from raw.reach_rows
    where record_id = 'files'
)

select distinct
    lists.source,
    files.entry.value as digest,
    sources.settings ->> '$.decimal' as decimal_sign,
    sources.settings -> '$.exchange' as exchange
from lists
cross join unnest(map_entries((lists.payload -> '$.files')::map (varchar, varchar))) as files (entry)
inner join company.sources as sources on lists.source = sources.source
