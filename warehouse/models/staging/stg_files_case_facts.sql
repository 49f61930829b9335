/* per = "case_id" */
-- What ticket logs from files say of a case beside its state: one row whenever a mapped column's value changes.
--
-- A cell that says nothing, or "not known", leaves the fact as it was: a log can't say that a field was emptied.
with layouts as (
    select
        source,
        coalesce(settings ->> '$.date_format', 'iso') as date_format,
        list_append(coalesce((settings -> '$.unknown')::varchar[], []), '') as unknown,
        coalesce(settings -> '$.columns', own_columns())::map (varchar, varchar) as columns,
        unnest(
            list_filter(
                map_entries(columns),
                lambda entry: list_contains(
                    [
                        'approval', 'promise', 'promise_due', 'promise_department', 'promise_kept', 'stakeholder',
                        'topic', 'category', 'handle_seconds', 'process', 'contact', 'satisfaction'
                    ],
                    entry['key']
                )
            )
        ) as field
    from company.sources
    where type in ('files', 'sql') and coalesce(settings ->> '$.shape', 'case_events') = 'case_events'
),

columns as (
    select
        source,
        date_format,
        unknown,
        field.key as fact,
        if(starts_with(field.value, '$.'), field.value, '$."' || field.value || '"') as path
    from layouts
),

-- Order and instant are those of the case's events; what couldn't be read there isn't read here.
events as (
    select
        source,
        case_id,
        event_at,
        event_order,
        agent_id,
        event_id
    from staging.stg_files_case_events
    where event_order > 0 and source in (select source from columns)
),

files as (
    select * from raw.files_case_events
    union all by name
    select * from raw.sql_case_events
),

cells as (
    select
        events.*,
        columns.fact,
        columns.date_format,
        fact_value(columns.fact, files.payload ->> columns.path) as cell,
        files.record_id,
        files.file,
        files.line,
        files.received_at
    from events
    inner join files
        on events.source = files.source and events.event_id = files.source || ':' || files.record_id
    inner join columns
        on events.source = columns.source
    where not list_contains(columns.unknown, coalesce(trim(files.payload ->> columns.path), ''))
),

changes as (
    select
        *,
        lag(cell) over (partition by case_id, fact order by event_order) as earlier_cell
    from cells
),

-- A due date is written as the file's other dates are.
valued as (
    select
        *,
        if(
            fact = 'promise_due' and date_format != 'iso',
            strftime(timezone('UTC', source_instant(source, cell)), '%Y-%m-%dT%H:%M:%SZ'),
            cell
        ) as value
    from changes
    where cell is distinct from earlier_cell
)

select
    source,
    case_id,
    fact,
    fact_value(fact, value) as value,
    event_at,
    event_order,
    agent_id,
    null::varchar as message_id,
    record_id,
    file,
    line,
    received_at,
    coalesce(fact_problem(fact, value), if(value is null, fact_problem(fact, cell), null)) as reject_reason
from valued
