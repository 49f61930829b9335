/*
label = "Time in status"
label_de = "Zeit je Zustand"
description = """How long cases lay where, from opening to their end or to now: in our court (new, open), in the \
    customer's (waiting for the customer), with an approver, with a third party, or done until they were reopened. \
    The parts add up to the whole. `seconds` is the sum, `mean` that of a case which was there, `share` the part of \
    all the time."""
description_de = """Wie lange Fälle wo lagen, vom Öffnen bis zum Ende oder bis jetzt: bei uns (neu, offen), beim \
    Kunden (wartet auf Kunden), bei einer Freigabe, bei Dritten oder erledigt bis zum Wiederöffnen. Die Teile \
    ergeben das Ganze. `seconds` ist die Summe, `mean` die eines Falls, der dort war, `share` der Teil an der ganzen \
    Zeit."""
unit = "seconds"
better = "lower"
dimensions = ["clock", "court", "state", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
detail = ["source", "platform", "channel", "visibility"]
time = "opened_day"
statistics = ["seconds", "mean", "share"]
excludes = "time after a case's end; in business time, what lay with a department without a calendar"
excludes_de = "die Zeit nach dem Ende eines Falls; in Geschäftszeit, was bei einer Abteilung ohne Kalender lag"
others = """Others keep one schedule for the whole ticket and one per status, so that their differences come out \
    negative, or count no calendar as no time."""
others_de = """Andere nehmen einen Kalender für das ganze Ticket und einen je Zustand, sodass Differenzen negativ \
    werden, oder zählen keinen Kalender als keine Zeit."""
example = [
    "new 9:00, open 9:20, waiting for the customer 11:00, resolved 16:00",
    "= 2 h in our court, 5 h in the customer's, 7 h together",
]
example_de = [
    "neu 9:00, offen 9:20, wartet auf Kunden 11:00, gelöst 16:00",
    "= 2 Std. bei uns, 5 Std. beim Kunden, zusammen 7 Std.",
]
source = "metrics definition 8"
*/
with steps as (
    select
        opened_day,
        clock,
        court,
        state,
        source,
        platform,
        channel,
        visibility,
        department_id,
        case_id,
        -- Whole microseconds, so that the sum doesn't depend on its order.
        (if(clock = 'business', observed_business_seconds, observed_seconds) * 1e6)::hugeint as lasted_us
    from marts.fct_case_steps
    cross join (values ('business'), ('calendar')) as clocks (clock)  -- noqa: AL05
),

summed as (
    select
        opened_day,
        clock,
        court,
        state,
        source,
        platform,
        channel,
        visibility,
        department_id,
        sum(lasted_us)::double / 1e6 as total_seconds,
        count(distinct case_id) as case_count
    from steps
    where lasted_us is not null
    group by all
),

compared as (
    select
        *,
        sum(total_seconds) over (partition by opened_day, clock, source, platform, channel, visibility) as all_seconds
    from summed
),

stated as (
    select
        * exclude (total_seconds, all_seconds),
        total_seconds,
        unnest([  -- noqa: AL03
            {statistic: 'seconds', metric_value: total_seconds},
            {statistic: 'mean', metric_value: total_seconds / case_count},
            {statistic: 'share', metric_value: if(all_seconds > 0, total_seconds / all_seconds, null)}
        ], recursive := true)
    from compared
)

select
    opened_day as date_day,
    clock,
    court,
    state,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    metric_value,
    null::double as lower,
    null::double as upper,
    case_count as sample_size,
    total_seconds as numerator
from stated
