/*
label = "Touches"
label_de = "Kontakte bis zur Lösung"
description = """How many human replies that the customer can see a resolved case took. One, two and more are shares \
    of the cases resolved with at least one; cases resolved without any stand apart, as a share of all resolved."""
description_de = """Wie viele für den Kunden sichtbare menschliche Antworten ein gelöster Fall brauchte. Eine, zwei \
    und mehr sind Anteile der Fälle, die mit mindestens einer gelöst wurden; ohne jede gelöste stehen für sich, als \
    Anteil aller gelösten."""
unit = "share"
better = "neutral"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "opened_day"
statistics = ["one", "two", "multi", "zero", "unknown"]
excludes = "open, merged and deleted cases; cases of which no message is known (`unknown` counts them)"
excludes_de = """offene, zusammengeführte und gelöschte Fälle; Fälle, von denen keine Nachricht bekannt ist \
    (`unknown` zählt sie)"""
others = "Others put cases without any reply among those with several, or count the notes of colleagues."
others_de = "Andere zählen Fälle ganz ohne Antwort zu denen mit mehreren, oder Notizen unter Kollegen mit."
example = [
    "ten cases resolved: two without a reply, four with one, three with two, one with five",
    "= one touch 4 of 8, 50%; zero touch 2 of 10, 20%",
]
example_de = [
    "zehn Fälle gelöst: zwei ohne Antwort, vier mit einer, drei mit zweien, einer mit fünf",
    "= ein Kontakt 4 von 8, 50 %; ohne Kontakt 2 von 10, 20 %",
]
source = "metrics definition 14; interval: Wilson (1927)"
*/
with tallied as (
    select
        opened_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count_if(touch_class = '0')::bigint as none,
        count_if(touch_class = '1')::bigint as one,
        count_if(touch_class = '2')::bigint as two,
        count_if(touch_class = 'multi')::bigint as multi,
        count_if(touch_class is null)::bigint as unknown,
        count(*) as total
    from marts.fct_cases
    where is_resolved
    group by all
),

stated as (
    select
        opened_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        unnest([  -- noqa: AL03
            {statistic: 'one', found: one, counted: one + two + multi},
            {statistic: 'two', found: two, counted: one + two + multi},
            {statistic: 'multi', found: multi, counted: one + two + multi},
            {statistic: 'zero', found: none, counted: none + one + two + multi},
            {statistic: 'unknown', found: unknown, counted: total}
        ], recursive := true)
    from tallied
)

select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    case when statistic = 'unknown' then found when counted > 0 then found / counted end as metric_value,
    if(statistic = 'unknown', null, wilson_lower(found, counted)) as lower,
    if(statistic = 'unknown', null, wilson_upper(found, counted)) as upper,
    counted as sample_size,
    found as numerator
from stated
