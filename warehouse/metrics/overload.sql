/*
label = "Days until overload"
label_de = "Tage bis zur Überlast"
description = """Days until people can no longer keep a target: the first of five business days in a row on which \
    fewer contacts than its goal are served in time. Contacts are forecast by the hour, with everything that isn't \
    known about them, on 120 paths; live queues follow Erlang A, whatever waits over night a backlog with \
    opening hours. The interval of the date holds 80 % of the paths. Beside it: people needed for a quarter \
    without overload, what one month too late leaves behind, growth, and how such forecasts would have done."""
description_de = """Tage, bis die Besetzung ein Ziel nicht mehr halten kann: der erste von fünf Geschäftstagen \
    hintereinander, an denen weniger Anliegen als vereinbart rechtzeitig bedient werden. Die Anliegen werden \
    stundenweise vorhergesagt, mit allem, was daran unsicher ist, auf 120 Pfaden; für sofort bediente Kanäle \
    gilt Erlang A, für alles, was über Nacht liegt, ein Rückstand mit Öffnungszeiten. Das Intervall des \
    Datums enthält 80 % der Pfade. Daneben: Personen für ein Quartal ohne Überlast, die Folgen eines Monats \
    Verspätung, Wachstum und die Güte der Vorhersage."""
unit = "days"
better = "higher"
dimensions = ["department_id", "growth", "target_id"]
table_by = ["department_id", "growth", "target_id"]
time = "made_day"
statistics = [
    "days_until", "overload_share", "people_needed", "late_contacts", "catch_up_hours", "catch_up_cost", "growth",
    "kept_model", "kept_seen", "handle_seconds", "handle_scale", "waiting", "mase", "naive_mase", "covered",
]
excludes = """departments without shifts, without opening hours for a target in business time, or with less than eight \
    weeks or 100 contacts; contacts without an owner; a yearly season"""
excludes_de = """Abteilungen ohne Schichten, ohne Öffnungszeiten bei einem Ziel in Geschäftszeit, oder mit weniger als \
    acht Wochen oder 100 Anliegen; Anliegen ohne Zuständigkeit; ein Jahresgang"""
others = """Others plan calls with Erlang C, for which a queue never carries over a night, and give one line for a \
    forecast without saying how wrong it may be."""
others_de = """Andere planen Anrufe mit Erlang C, wo keine Warteschlange über Nacht liegen bleibt, und zeigen eine \
    einzige Linie, ohne zu sagen, wie falsch sie sein kann."""
example = [
    "goal: 80% within 15 min; 100 forecasts of the coming half-year",
    "on 10 of them the first five bad business days in a row begin by 27 November, on 50 by 9 December",
    "on 90 by 28 December; today is 21 November",
    "= 18 days until overload, 80% interval 6 to 37",
]
example_de = [
    "Ziel: 80 % binnen 15 Min.; 100 Vorhersagen des kommenden Halbjahrs",
    "in 10 davon beginnen die ersten fünf schlechten Geschäftstage bis 27. November, in 50 bis 9. Dezember",
    "in 90 bis 28. Dezember; heute ist der 21. November",
    "= 18 Tage bis zur Überlast, 80-%-Intervall 6 bis 37",
]
source = "C10; Erlang A: Garnett, Mandelbaum and Reiman (2002); level: Harvey (1989); MASE: Hyndman and Koehler (2006)"
*/
-- Where no department is asked for, the one that breaks first speaks for all; with the growth that was observed.
with ranked as (
    select
        *,
        row_number() over (
            partition by department_id, growth, target_id, statistic
            order by
                is_observed desc, department_days asc nulls last, value asc nulls last, reason asc nulls last,
                sample_size desc
        ) as place
    from marts.fct_capacity_figures
)

select
    department_id,
    growth,
    target_id,
    statistic,
    value as metric_value,
    lower,
    upper,
    sample_size,
    value as numerator,
    case
        when value is null and reason = 'beyond_horizon' then 'indicative'
        when value is null then 'not_computable'
        when sample_size < 20 then 'too_few'
        when statistic = 'days_until' and upper is null then 'indicative'
        when lower is null or upper is null then 'indicative'
        when (upper - lower) / 2 <= 0.25 * greatest(abs(value), if(statistic = 'days_until', 30, 0)) then 'solid'
        when (upper - lower) / 2 <= 0.60 * greatest(abs(value), if(statistic = 'days_until', 30, 0)) then 'indicative'
        else 'too_few'
    end as grade,
    reason
from ranked
where place = 1
