/*
label = "Disagreements"
label_de = "Widersprüche"
description = """Things that two sources both know and say differently, of all that two sources both know: the spend \
    of a campaign's day and when it runs, the shifts of a department's day and its budget, whether a matter is open or \
    done and whose it is, who a customer is, whether a message still stands."""
description_de = """Was zwei Quellen beide wissen und verschieden sagen, von allem, was zwei Quellen beide wissen: die \
    Ausgaben eines Kampagnentags und wann die Kampagne läuft, die Schichten eines Tags einer Abteilung und ihr Budget, \
    ob ein Anliegen offen oder erledigt ist und bei wem es liegt, wer ein Kunde ist, ob eine Nachricht noch steht."""
unit = "share"
better = "lower"
dimensions = ["fact", "leading_source", "other_source"]
time = "told_day"
statistics = ["value"]
excludes = """what only one source knows; amounts within the tolerance of [leading]; shifts and budgets, where \
    nobody is said to lead"""
excludes_de = """was nur eine Quelle weiß; Beträge innerhalb der Toleranz von [leading]; Schichten und Budgets, für \
    die niemand führt"""
others = "Others show the figure of the system that was connected first."
others_de = "Andere zeigen die Zahl des Systems, das zuerst angebunden war."
example = [
    "the ad account says 120.00 EUR for a campaign's day, the table 120.40: the same within 1%",
    "for the next day 90.00 and 140.00: not the same",
    "= 1 of 2, 50%",
]
example_de = [
    "das Werbekonto nennt 120,00 EUR für einen Kampagnentag, die Tabelle 120,40: gleich innerhalb von 1 %",
    "für den nächsten Tag 90,00 und 140,00: nicht gleich",
    "= 1 von 2, 50 %",
]
source = "requirement R23; marts.fct_disagreements"
*/
-- Everything is compared, nothing is drawn from more: there is no interval.
select
    told_day as date_day,
    fact,
    leading_source,
    other_source,
    'value' as statistic,
    count_if(disagrees)::bigint as numerator,
    count(*) as sample_size,
    numerator / sample_size as metric_value,
    null::double as lower,
    null::double as upper
from marts.fct_disagreements
group by all
