-- Shifts from calendars, one row a time of an entry; one of whole days is a row for each day.
--
-- A department is found by the longest of its words that the entry's property holds: those of the section's
-- `departments`, and all by which tables may call it. Cancelled entries, and those with a word of `ignore`, are no
-- shifts. Times without a zone are by the company's clock.
with settings as (
    select
        source,
        settings ->> '$.department' as department,
        coalesce(settings ->> '$.department_from', 'category') as department_from,
        coalesce(settings ->> '$.headcount', '1') as headcount,
        nullif(settings ->> '$.all_day_hours', '') as all_day_hours,
        coalesce(list_transform((settings -> '$.ignore')::varchar[], lambda word: lower(trim(word))), []) as ignored,
        settings -> '$.departments' as departments
    from company.sources
),

-- Two files with the same content have one digest.
files as (
    select distinct
        lists.source,
        unnest(map_values((lists.payload -> '$.files')::map (varchar, varchar))) as digest
    from raw.shifts_ical_events as lists
    where lists.record_id = 'files'
),

entries as (
    select
        events.source,
        events.record_id,
        events.payload ->> '$.file' as file,
        events.line,
        events.received_at,
        events.payload ->> '$.uid' as uid,
        events.payload ->> '$.calendar' as calendar,
        events.payload ->> '$.summary' as summary,
        events.payload ->> '$.start' as start_text,
        events.payload ->> '$.end' as end_text,
        (events.payload ->> '$.all_day')::boolean as is_all_day,
        (events.payload ->> '$.attendees')::integer as attendees,
        events.payload ->> '$.problem' as problem,
        settings.department,
        settings.department_from,
        settings.headcount as headcount_setting,
        settings.all_day_hours,
        case settings.department_from
            when 'calendar' then [calendar]
            when 'summary' then [summary]
            when 'location' then [events.payload ->> '$.location']
            else (events.payload -> '$.categories')::varchar[]
        end as names,
        lower(concat_ws(' ', summary, events.payload ->> '$.categories')) as said,
        -- 3 x, 2,5 people, x3.
        regexp_extract(
            lower(summary), '(\d+(?:[.,]\d+)?)\s*(?:x|×|people|persons?|personen|pers|leute|fte|ma)(?:[^\p{L}]|$)', 1
        ) as people_before,
        if(people_before = '', regexp_extract(lower(summary), '(?:^|\s)[x×]\s?(\d+(?:[.,]\d+)?)', 1), people_before)
            as people_text
    from raw.shifts_ical_events as events
    inner join files on events.source = files.source and (events.payload ->> '$.digest') = files.digest
    inner join settings on events.source = settings.source
    where
        coalesce(events.payload ->> '$.status', '') != 'CANCELLED'
        and len(list_filter(settings.ignored, lambda word: contains(said, word))) = 0
),

-- What a department may be called in a section's calendars. A word whose department isn't known finds nobody.
own_words as (
    select
        source,
        unnest(map_entries(departments::map (varchar, varchar))) as entry
    from settings
    where departments is not null
),

words as (
    select
        own_words.source,
        lower(trim(own_words.entry.key)) as word,
        known.department_id
    from own_words
    left join staging.stg_sheets_departments as known on lower(trim(own_words.entry.value)) = known.word
    union
    select
        settings.source,
        known.word,
        known.department_id
    from settings
    cross join staging.stg_sheets_departments as known
    anti join own_words
        on settings.source = own_words.source and known.word = lower(trim(own_words.entry.key))
),

called as (
    select distinct
        source,
        unnest(if(coalesce(department, '') != '', [department], names)) as name
    from entries
),

fitting as (
    select
        called.source,
        called.name,
        words.department_id,
        length(words.word) as length
    from called
    inner join words
        on
        called.source = words.source
        and contains(
            ' ' || trim(regexp_replace(lower(called.name), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ',
            ' ' || trim(regexp_replace(words.word, '[^\p{L}\p{N}]+', ' ', 'g')) || ' '
        )
),

longest as (
    select
        source,
        name,
        department_id
    from fitting
    qualify length = max(length) over (partition by source, name)
),

found as (
    select
        entries.source,
        entries.record_id,
        count(distinct coalesce(longest.department_id, '?')) as department_count,
        min(longest.department_id) as department_id
    from entries
    inner join longest
        on
        entries.source = longest.source
        and list_contains(
            if(coalesce(entries.department, '') != '', [entries.department], entries.names), longest.name
        )
    group by entries.source, entries.record_id
),

-- Whole days become hours on each of them; the end is the first day after.
timed as (
    select
        entries.*,
        unnest(
            if(
                is_all_day and all_day_hours is not null and problem is null
                and try_cast(end_text as date) > try_cast(start_text as date)
                and try_cast(end_text as date) <= try_cast(start_text as date) + 366,
                range(try_cast(start_text as date)::timestamp, try_cast(end_text as date)::timestamp, interval 1 day),
                [null::timestamp]
            )
        ) as worked_day
    from entries
),

clocked as (
    select
        timed.*,
        settings.zone,
        if(
            worked_day is null,
            written_instant(start_text, settings.zone),
            timezone(settings.zone, worked_day + (all_day_hours[:5] || ':00')::interval)
        ) as started_at,
        if(
            worked_day is null,
            written_instant(end_text, settings.zone),
            timezone(
                settings.zone,
                worked_day + (all_day_hours[7:] || ':00')::interval
                -- Past midnight, as rosters write it: 22:00-06:00.
                + if(all_day_hours[7:] <= all_day_hours[:5], interval 1 day, interval 0 day)
            )
        ) as ended_at,
        case headcount_setting
            when 'attendees' then nullif(attendees, 0)::double
            when 'summary' then try_cast(replace(people_text, ',', '.') as double)
            else try_cast(headcount_setting as double)
        end as headcount
    from timed
    cross join company.settings as settings
),

owned as (
    select
        clocked.*,
        found.department_id,
        coalesce(found.department_count, 0) as department_count,
        -- The same entry in two exported files; one calendar may well hold two people at a time.
        first_value(clocked.file) over (
            partition by clocked.uid, started_at, ended_at
            order by clocked.source, clocked.file
        ) as first_file
    from clocked
    left join found on clocked.source = found.source and clocked.record_id = found.record_id
)

select
    source,
    if(department_count = 1, department_id, null) as department_id,
    started_at,
    ended_at,
    headcount,
    record_id,
    file,
    line,
    received_at,
    if(uid = '', '', 'UID ' || uid || ', ') || case
        when problem is not null then problem
        when department_count = 0 and coalesce(department, '') != ''
            then 'department: ''' || department || ''' is none of the configured ones; use its id or its name'
        when department_count = 0 and coalesce(array_to_string(names, ''), '') = ''
            then department_from || ': is empty; write the department there, or set department_from in the section'
        when department_count = 0
            then department_from || ': ''' || array_to_string(names, ', ')
                || ''' names no department; add it to departments in the section'
        when department_count > 1
            then department_from || ': ''' || array_to_string(names, ', ')
                || ''' names several departments; leave one'
        when department_id is null
            then department_from || ': ''' || array_to_string(names, ', ')
                || ''' stands in departments for one that isn''t configured; use its id or its name'
        when is_all_day and all_day_hours is null
            then 'DTSTART: is a whole day; give the entry its hours, or set all_day_hours in the section'
        when started_at is null then 'DTSTART: ''' || coalesce(start_text, '') || ''' is no day and time'
        when is_implausible(started_at) then 'DTSTART: ' || implausible(start_text)
        when end_text is null or ended_at is null then 'DTEND: is missing; give the entry an end'
        when ended_at <= started_at then 'DTEND: ''' || end_text || ''' doesn''t lie after ''' || start_text || ''''
        when ended_at > started_at + interval 26 hour
            then 'DTEND: ''' || end_text || ''' is more than a day after the start; split the shift'
        when headcount is null and headcount_setting = 'attendees'
            then 'ATTENDEE: nobody is asked, or all declined; set headcount in the section to a number'
        when headcount is null
            then 'SUMMARY: ''' || coalesce(summary, '') || ''' names no number of people; write it like 3 x'
        when headcount <= 0 then 'SUMMARY: ''' || summary || ''' is nobody; cancel the entry'
        when file != first_file then 'the same entry stands in ' || first_file || '; leave one of the files out'
    end as reject_reason
from owned
