-- Functions that models, metrics and a reader of the published file share. Run once in each warehouse file.

create or replace macro wilson_lower(k, n) as
    case when n > 0 then greatest(0.0, (k / n + 3.8414588206941285 / (2 * n) - 1.9599639845400545
        * sqrt(greatest(0.0, (k / n) * (1 - k / n) / n + 3.8414588206941285 / (4 * n * n)))) / (1 + 3.8414588206941285 / n)) end;

create or replace macro wilson_upper(k, n) as
    case when n > 0 then least(1.0, (k / n + 3.8414588206941285 / (2 * n) + 1.9599639845400545
        * sqrt(greatest(0.0, (k / n) * (1 - k / n) / n + 3.8414588206941285 / (4 * n * n)))) / (1 + 3.8414588206941285 / n)) end;

-- Exact seconds between two instants; NULL if either is unknown.
create or replace macro seconds_between(earlier, later) as (epoch_us(later) - epoch_us(earlier)) / 1e6;

-- The first full hour (UTC) at or after an instant; whole numbers, as date_trunc on instants asks the zone each time.
create or replace macro hour_from(instant) as
    make_timestamptz((epoch_us(instant) + 3599999999) // 3600000000 * 3600000000);

-- An instant so many microseconds later; adding an interval asks the zone each time.
create or replace macro later(instant, microseconds) as make_timestamptz(epoch_us(instant) + microseconds);

-- Cases that somebody still has to do something about (metrics definition 10).
create or replace macro is_open_state(state) as
    state in ('new', 'open', 'waiting_customer', 'waiting_third_party', 'waiting_approval');

-- What a message's owner depends on, as one comparable text (NULL and empty are kept apart).
create or replace macro owner_key(source, platform, channel, visibility, group_name, account, mentions) as
    [source, platform, channel, visibility, group_name, account, mentions::varchar]::varchar;

-- State of a target at `now_at` (metrics definition 9, without pauses). Met at exactly the target; an open wait is
-- breached once the due time has passed; withdrawn or merged before then is cancelled.
create or replace macro sla_state(outcome, ended_at, due_at, now_at) as
    case
        when due_at is null then 'none'
        when outcome = 'answered' then if(ended_at <= due_at, 'met', 'breached')
        when outcome in ('withdrawn', 'merged') then if(ended_at <= due_at, 'cancelled', 'breached')
        when now_at > due_at then 'breached'
        else 'running'
    end;

-- Instants at which nobody can have written: 1970 stands for "never set", 9999 for "no end".
create or replace macro is_implausible(instant) as
    instant < timestamptz '1990-01-01 00:00:00+00' or instant >= timestamptz '2100-01-01 00:00:00+00';

create or replace macro implausible(instant_text) as '''' || instant_text || ''' is before 1990 or after 2099';

-- The words of a piece of HTML: paragraphs and breaks are lines; NULL if there are none.
create or replace macro html_text(html) as
    nullif(trim(
        replace(replace(replace(replace(replace(replace(
            regexp_replace(regexp_replace(html, '<br\s*/?>|</p>\s*<p[^>]*>', chr(10), 'gi'), '<[^>]*>', '', 'g'),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&')
    ), '');

-- What a case store says of a case (int_case_facts), as compared and shown: words of a fixed list in lower case.
create or replace macro fact_value(fact, text_value) as
    case
        when fact in ('approval', 'promise_kept', 'stakeholder', 'satisfaction') then lower(nullif(trim(text_value), ''))
        else nullif(trim(text_value), '')
    end;

-- How satisfied somebody said to be, from 0 (the worst of the scale) to 1: good, bad, 1 to 5, or 7/10 (1 is the worst).
-- NULL where it says nothing of the kind.
create or replace macro rating_score(said) as
    case
        when lower(trim(said)) = 'good' then 1.0::double
        when lower(trim(said)) = 'bad' then 0.0::double
        when regexp_full_match(trim(said), '[1-5]') then (trim(said)::integer - 1) / 4
        when try_cast(regexp_extract(said, '^\s*(\d{1,3})\s*/', 1) as integer)
            between 1 and try_cast(regexp_extract(said, '/\s*(\d{1,3})\s*$', 1) as integer)
            and try_cast(regexp_extract(said, '/\s*(\d{1,3})\s*$', 1) as integer) > 1
            then (regexp_extract(said, '^\s*(\d{1,3})\s*/', 1)::integer - 1)
                / (regexp_extract(said, '/\s*(\d{1,3})\s*$', 1)::integer - 1)
    end;

-- Why such a value can't be used, beginning with the name of the fact; NULL where it can, or where there is none.
create or replace macro fact_problem(fact, text_value) as
    case
        when nullif(trim(text_value), '') is null then null
        when fact = 'approval' and lower(trim(text_value)) not in ('requested', 'approved', 'rejected')
            then 'approval: ''' || text_value || ''' is none of requested, approved, rejected'
        when fact = 'promise_kept' and lower(trim(text_value)) not in ('true', 'false')
            then 'promise_kept: ''' || text_value || ''' is neither true nor false'
        when fact = 'stakeholder' and lower(trim(text_value)) not in
            ('customer', 'supplier', 'journalist', 'politician', 'partner', 'applicant', 'other')
            then 'stakeholder: ''' || text_value || ''' is none that is known; use other'
        when fact = 'handle_seconds' and coalesce(try_cast(text_value as double), -1) < 0
            then 'handle_seconds: ''' || text_value || ''' is no span of time in seconds'
        when fact = 'satisfaction' and lower(trim(text_value)) != 'offered' and rating_score(text_value) is null
            then 'satisfaction: ''' || text_value || ''' is none of offered, good, bad, 1 to 5, 7/10'
        when fact = 'promise_due' and (
            try_cast(text_value as timestamptz) is null or is_implausible(try_cast(text_value as timestamptz))
        )
            then 'promise_due: ''' || text_value || ''' is no date of our time'
    end;

-- Open microseconds of a calendar before an instant, from the slot that holds it: those before the slot and, if the slot
-- is open, the way into it. With three arguments the same from company.calendar_curve, at a place on its axis, which is
-- epoch_us(instant) + calendars.shift_us; the slot of an instant is its place in the list.
create or replace macro open_us
    (open_before, is_open, slot, slot_seconds, instant) as
        open_before * 1000000 + if(is_open, epoch_us(instant) - slot * slot_seconds * 1000000, 0),
    (curve, slot_us, place_us) as
        if(curve[place_us // slot_us] < 0, curve[place_us // slot_us] + place_us, curve[place_us // slot_us]);

-- The slot of a calendar that holds an instant.
create or replace macro slot_of(instant, slot_seconds) as epoch_us(instant) // (slot_seconds * 1000000);

-- Hour of the week of a local time: Monday 0:00 is 0, Sunday 23:00 is 167.
create or replace macro hour_of_week(local_time) as ((isodow(local_time) - 1) * 24 + hour(local_time))::integer;

-- Whether a value meets a target's condition; an empty one holds for everything.
create or replace macro meets(wanted, given) as len(wanted) = 0 or coalesce(list_contains(wanted, given), false);

-- State of an SLA instance at `now_at` (metrics definition 9); `due_at` is NULL where its clock stands before it is due.
-- `ending`: done, cancelled, unanswered (closed without a reply: missed once it would have been due), NULL: not ended.
create or replace macro instance_state(ending, ended_at, due_at, now_at) as
    case
        when ending = 'done' then if(coalesce(ended_at > due_at, false), 'breached', 'met')
        when ending = 'cancelled' then if(coalesce(ended_at > due_at, false), 'breached', 'cancelled')
        when now_at > due_at then 'breached'
        else 'running'
    end;

-- 97.5 % quantile of Student's t by degrees of freedom (Abramowitz and Stegun, 26.7.5): within 1 % from 3 on.
create or replace macro t_critical(freedom) as
    1.9599639845400545 + 2.3722712 / freedom + 2.8225 / (freedom * freedom) + 2.5556 / (freedom * freedom * freedom)
        + 1.59 / (freedom * freedom * freedom * freedom);

-- The instant, in microseconds since 1970, at which a calendar has been open for so long; NULL beyond its end.
create or replace macro epoch_us_of_open_us(open_slots, slot_us, slots_before, slot_count, shift_us, needed_us) as
    if((needed_us - 1) // slot_us < slot_count,
        (open_slots[slots_before + 1 + (needed_us - 1) // slot_us] - (needed_us - 1) // slot_us) * slot_us
        + needed_us - shift_us, null);

-- Numbers of the age classes of the backlog, 0 (under an hour) to 5 (a week and more), from full hours.
create or replace macro age_class(hours) as
    case
        when hours < 1 then 0
        when hours < 5 then 1
        when hours < 24 then 2
        when hours < 72 then 3
        when hours < 168 then 4
        else 5
    end;

-- Whether a contact is service's to carry; what nobody could label (a call has no text) counts, as most of it is.
create or replace macro is_service_intent(intent) as
    coalesce(intent in ('complaint', 'support_request', 'question'), true);

-- A count as plain digits: any sign between them is one of thousands.
create or replace macro bare_count(count_text) as
    regexp_replace(count_text, '[.,\s''’\x{00a0}\x{202f}]', '', 'g');

-- A number as people write it in a table, as plain text ("-1234.56"): 1.234,56 and 1,234.56, with a currency's sign or
-- without. `decimal_sign` tells what 1.234 means; NULL where it isn't given, or where it is no number.
create or replace macro bare_number(number_text) as regexp_replace(
    regexp_replace(
        regexp_replace(number_text, '(?i)eur|euro|€|[\s''’\x{00a0}\x{202f}]', '', 'g'), '([,.])[-–—]+$', '\10'
    ), '^(.*)-$', '-\1'
);

create or replace macro plain_number(number_text, decimal_sign) as
    case
        when regexp_full_match(bare_number(number_text), '[+-]?\d+') then bare_number(number_text)
        when regexp_full_match(bare_number(number_text), '[+-]?0?[.,]\d+')
            then replace(bare_number(number_text), ',', '.')
        when regexp_full_match(bare_number(number_text), '[+-]?\d{1,3}(\.\d{3})+,\d*')
            then replace(replace(bare_number(number_text), '.', ''), ',', '.')
        when regexp_full_match(bare_number(number_text), '[+-]?\d{1,3}(,\d{3})+\.\d*')
            then replace(bare_number(number_text), ',', '')
        when regexp_full_match(bare_number(number_text), '[+-]?\d{1,3}(\.\d{3}){2,}|[+-]?\d{1,3}(,\d{3}){2,}')
            then regexp_replace(bare_number(number_text), '[.,]', '', 'g')
        when regexp_full_match(bare_number(number_text), '[+-]?\d{1,3}[.,]\d{3}')
            then case
                when coalesce(decimal_sign, '') not in (',', '.') then null
                when contains(bare_number(number_text), decimal_sign)
                    then replace(bare_number(number_text), ',', '.')
                else regexp_replace(bare_number(number_text), '[.,]', '', 'g')
            end
        when regexp_full_match(bare_number(number_text), '[+-]?\d+[.,]\d*')
            then replace(bare_number(number_text), ',', '.')
    end;

-- What a table's cell says as a number; numbers of a workbook are numbers already.
create or replace macro cell_number(cells, name, decimal_sign) as try_cast(
    case
        when json_type(cells, '$.' || name) in ('DOUBLE', 'BIGINT', 'UBIGINT') then cells ->> ('$.' || name)
        else plain_number(cells ->> ('$.' || name), decimal_sign)
    end as double
);

-- Why a cell can't be read as a number (not below `lowest`), beginning with its column; NULL where it can, or is empty.
create or replace macro number_problem(cells, name, decimal_sign, lowest) as
    case
        when nullif(trim(cells ->> ('$.' || name)), '') is null then null
        when json_type(cells, '$.' || name) = 'VARCHAR'
            and regexp_full_match(
                regexp_replace(cells ->> ('$.' || name), '[^\d.,]', '', 'g'), '[1-9]\d{0,2}[.,]\d{3}'
            )
            and coalesce(decimal_sign, '') = ''
            then name || ': ''' || (cells ->> ('$.' || name))
                || ''' may have thousands or a fraction; set decimal = "," or "." in the source''s section'
        when cell_number(cells, name, decimal_sign) is null
            then name || ': ''' || (cells ->> ('$.' || name)) || ''' is no number; write it like 1234,56'
        when cell_number(cells, name, decimal_sign) < lowest
            then name || ': ''' || (cells ->> ('$.' || name)) || ''' is below ' || lowest || '; mend the sign'
    end;

-- A day as people write it: 2026-11-03, 3.11.2026, 03.11.26, with a time behind it or without.
create or replace macro written_day(day_text) as
    case
        when regexp_matches(day_text, '^\s*\d{4}-\d{1,2}-\d{1,2}([ T]|$)')
            then try_cast(regexp_extract(day_text, '\d{4}-\d{1,2}-\d{1,2}') as date)
        when regexp_matches(day_text, '^\s*\d{1,2}\.\d{1,2}\.\d{4}([ T,]|$)')
            then try_strptime(regexp_extract(day_text, '\d{1,2}\.\d{1,2}\.\d{4}'), '%d.%m.%Y')::date
        when regexp_matches(day_text, '^\s*\d{1,2}\.\d{1,2}\.\d{2}([ T,]|$)')
            then try_strptime(regexp_extract(day_text, '\d{1,2}\.\d{1,2}\.\d{2}'), '%d.%m.%y')::date
    end;

-- An instant as people write it, by the clock of `zone` unless it carries an offset; a day alone is its midnight, and
-- 24:00 that of the next.
create or replace macro written_instant(instant_text, zone) as
    case
        when regexp_matches(instant_text, '\d(Z|[+-]\d{2}:?\d{2})\s*$') and contains(instant_text, ':')
            then try_cast(instant_text as timestamptz)
        when written_day(instant_text) is not null and regexp_matches(instant_text, '[ T]([01]?\d|2[0-4]):[0-5]\d')
            then timezone(
                zone,
                written_day(instant_text)::timestamp
                + to_hours(try_cast(regexp_extract(instant_text, '[ T](\d{1,2}):(\d{2})', 1) as integer))
                + to_minutes(try_cast(regexp_extract(instant_text, '[ T](\d{1,2}):(\d{2})', 2) as integer))
                + to_seconds(coalesce(try_cast(
                    nullif(regexp_extract(instant_text, '[ T]\d{1,2}:\d{2}:(\d{2})', 1), '') as integer
                ), 0))
            )
        when not contains(instant_text, ':') then timezone(zone, written_day(instant_text)::timestamp)
    end;

-- Why a cell can't be read as a day, beginning with its column; NULL where it can.
create or replace macro day_problem(cells, name) as
    case
        when nullif(trim(cells ->> ('$.' || name)), '') is null then name || ': is empty'
        when written_day(cells ->> ('$.' || name)) is null
            then name || ': ''' || (cells ->> ('$.' || name)) || ''' is no day; write it like 24.12.2026 or 2026-12-24'
        when written_day(cells ->> ('$.' || name)) not between date '1990-01-01' and date '2099-12-31'
            then name || ': ' || implausible(cells ->> ('$.' || name))
    end;

-- The first day of a quarter, month or year as people write it: 2026-Q4, Q4/2026, IV/2026, 4. Quartal 2026, 10/2026,
-- 2026-10, Oktober 2026, 2026; NULL for anything else.
create or replace macro period_start(period) as
    case
        when written_day(period) is not null then date_trunc('month', written_day(period))::date
        when regexp_full_match(trim(period), '\d{4}') then make_date(trim(period)::integer, 1, 1)
        when not regexp_matches(period, '(19|20)\d{2}') then null
        when regexp_matches(period, '(?i)q\s*[1-4]\b|\b[1-4]\s*\.?\s*(q|quartal|quarter)\b')
            then make_date(
                regexp_extract(period, '(19|20)\d{2}')::integer,
                regexp_extract(
                    regexp_extract(period, '(?i)q\s*[1-4]\b|\b[1-4]\s*\.?\s*(?:q|quartal|quarter)\b'), '[1-4]'
                )::integer * 3 - 2,
                1
            )
        when regexp_matches(period, '(?i)\b(iv|iii|ii|i)\b')
            then make_date(
                regexp_extract(period, '(19|20)\d{2}')::integer,
                list_position(['i', 'ii', 'iii', 'iv'], lower(regexp_extract(period, '(?i)\b(iv|iii|ii|i)\b'))) * 3 - 2,
                1
            )
        when regexp_matches(period, '(?i)[a-zä]{3}')
            then make_date(
                regexp_extract(period, '(19|20)\d{2}')::integer,
                list_position(
                    ['jan', 'feb', 'mar', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'],
                    replace(replace(replace(replace(replace(
                        lower(regexp_extract(period, '(?i)[a-zä]{3}')), 'mär', 'mar'
                    ), 'mrz', 'mar'), 'may', 'mai'), 'oct', 'okt'), 'dec', 'dez')
                ),
                1
            )
        when regexp_full_match(trim(period), '(19|20)\d{2}\s*[-/. ]\s*(0?[1-9]|1[0-2])')
            then make_date(
                regexp_extract(period, '(19|20)\d{2}')::integer,
                regexp_extract(trim(period), '(\d{1,2})$', 1)::integer,
                1
            )
        when regexp_full_match(trim(period), '(0?[1-9]|1[0-2])\s*[-/. ]\s*(19|20)\d{2}')
            then make_date(
                regexp_extract(period, '(19|20)\d{2}$')::integer,
                regexp_extract(trim(period), '^(\d{1,2})', 1)::integer,
                1
            )
    end;

-- The day after such a period.
create or replace macro period_end(period) as (
    period_start(period)
    + case
        when regexp_full_match(trim(period), '\d{4}') then interval 1 year
        when regexp_matches(
            period, '(?i)q\s*[1-4]\b|\b[1-4]\s*\.?\s*(q|quartal|quarter)\b|\b(iv|iii|ii|i)\b'
        ) and written_day(period) is null
            then interval 3 month
        else interval 1 month
    end
)::date;

-- Where an instant lies in a span: 0 at or before its beginning, 1 at or after its end.
create or replace macro place_in(from_at, until_at, instant) as
    case
        when instant <= from_at then 0.0
        when instant >= until_at then 1.0
        else seconds_between(from_at, instant) / seconds_between(from_at, until_at)
    end;

-- The share of what a span counted that lies between two places in it, where its rate goes from one value to another in a
-- straight line; NULL where a place is unknown.
create or replace macro trapezoid(first_rate, last_rate, start_place, end_place) as
    case
        when end_place <= start_place then 0.0
        when first_rate + last_rate <= 0 then end_place - start_place
        else
            (end_place - start_place)
            * (2 * first_rate + (last_rate - first_rate) * (start_place + end_place)) / (first_rate + last_rate)
    end;

-- The columns of a query of a source of type "sql", which bear our names; reserved words have another one there.
create or replace macro own_columns() as
    '{"message_id": "message_id", "author": "author", "author_handle": "author_handle", "author_kind": "author_kind",
    "sent_at": "sent_at", "edited_at": "edited_at", "deleted_at": "deleted_at", "text": "text",
    "in_reply_to": "in_reply_to", "conversation_id": "conversation_id", "case_id": "case_id", "post_id": "post_id",
    "customer": "customer", "account": "account", "group": "group_name", "agent": "agent", "platform": "platform",
    "channel": "channel", "visibility": "visibility", "handle_seconds": "handle_seconds", "event_at": "event_at",
    "state": "state", "order": "position", "opened_at": "opened_at", "priority": "priority",
    "merged_into": "merged_into", "approval": "approval", "promise": "promise", "promise_due": "promise_due",
    "promise_department": "promise_department", "promise_kept": "promise_kept", "stakeholder": "stakeholder",
    "topic": "topic", "category": "category", "process": "process"}'::json;

-- An id as its own system writes it, without the source's name in front.
create or replace macro native_id(id) as substr(id, instr(id, ':') + 1);
