/*
label = "Utilisation"
label_de = "Auslastung"
description = """Work against people: the handle time of the replies (metrics definition 12), over the hours that \
    people were on shift. Above 100 % there is more work than staff. The interval is that of a ratio over days; \
    `numerator` is the work in seconds, n the replies."""
description_de = """Arbeit je Person: die Bearbeitungszeit der Antworten (Metrik-Definition 12), geteilt durch die \
    Stunden, in denen Leute im Dienst waren. Über 100 % ist mehr Arbeit da als Personal. Das Intervall ist das \
    eines Verhältnisses über Tage; der Zähler ist die Arbeit in Sekunden, n die Antworten."""
unit = "share"
better = "neutral"
dimensions = ["hour_of_week", "department_id"]
time = "date_day"
statistics = ["utilisation"]
excludes = "departments without shifts, times before or after their plan; notes; work on cases that got no reply"
excludes_de = "Abteilungen ohne Schichten, Zeiten außerhalb ihres Plans; Notizen; Arbeit an Fällen ohne Antwort"
others = "Others divide replies by people, as if each took the same time."
others_de = "Andere teilen Antworten durch Leute, als dauerte jede gleich lang."
example = [
    "two people on shift for 8 hours: 16 hours",
    "96 replies of 8 minutes each: 12.8 hours",
    "= 12.8 of 16, 80%",
]
example_de = [
    "zwei Personen 8 Stunden im Dienst: 16 Stunden",
    "96 Antworten zu je 8 Minuten: 12,8 Stunden",
    "= 12,8 von 16, 80 %",
]
source = "metrics definition 12"
*/
with days as (
    select
        date_day,
        hour_of_week,
        department_id,
        day_number,
        sum(load_us) as load_us,
        sum(unplanned_us) as unplanned_us,
        sum(reply_count) as reply_count,
        sum(staffed_us) as staffed_us,
        bool_or(is_planned) as is_planned
    from (
        select
            date_day,
            hour_of_week,
            department_id,
            day_number,
            if(is_planned, load_us, 0) as load_us,
            if(is_planned, 0, load_us) as unplanned_us,
            if(is_planned, reply_count, 0) as reply_count,
            0 as staffed_us,
            is_planned
        from marts.fct_load_hours
        union all by name
        select
            date_day,
            hour_of_week,
            department_id,
            day_number,
            0 as load_us,
            0 as unplanned_us,
            0 as reply_count,
            staffed_us,
            true as is_planned
        from marts.fct_staffed_hours
    ) as both_sides
    group by all
),

-- Sums of whole numbers: the same in whatever order they are added.
summed as (
    select
        date_day,
        hour_of_week,
        department_id,
        sum(load_us) as load_us,
        sum(unplanned_us) as unplanned_us,
        sum(staffed_us) as staffed_us,
        sum(reply_count) as reply_count,
        bool_or(is_planned) as is_planned,
        count(*) filter (where staffed_us > 0 or load_us > 0) as day_count,
        sum(load_us::hugeint * load_us) as load_squares,
        sum(load_us::hugeint * staffed_us) as products,
        sum(staffed_us::hugeint * staffed_us) as staffed_squares
    from days
    group by all
),

-- The variance of a ratio of sums over days (Cochran, Sampling Techniques, 1977, section 2.11).
residuals as (
    select
        *,
        load_us / nullif(staffed_us, 0) as ratio,
        load_squares - 2 * (load_us / nullif(staffed_us, 0)) * products
        + (load_us / nullif(staffed_us, 0)) * (load_us / nullif(staffed_us, 0)) * staffed_squares as residual
    from summed
),

stated as (
    select
        *,
        case
            when day_count > 2 then sqrt(greatest(residual, 0.0) * day_count / (day_count - 1)) / staffed_us
        end as error
    from residuals
)

select
    date_day,
    hour_of_week,
    department_id,
    'utilisation' as statistic,
    ratio as metric_value,
    if(error is null, null, greatest(ratio - t_critical(day_count - 1) * error, 0.0)) as lower,
    ratio + t_critical(day_count - 1) * error as upper,
    reply_count::bigint as sample_size,
    load_us / 1e6 as numerator,
    staffed_us / 1e6 as staffed_seconds,
    unplanned_us / 1e6 as unplanned_seconds,
    case
        when staffed_us > 0 then null
        when is_planned then 'not_staffed'
        else 'no_shifts'
    end as reason
from stated
