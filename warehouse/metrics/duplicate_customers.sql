/*
label = "Duplicate customers"
label_de = "Doppelte Kunden"
description = """Share of a CRM's records that stand for somebody who stands there already: a second record under \
    the same key, or another key with the same mail address. By the day on which the record was changed last."""
description_de = """Anteil der Datensätze eines CRM, die jemanden meinen, der schon darin steht: ein zweiter Satz \
    unter demselben Schlüssel oder ein anderer mit derselben Mailadresse. Nach dem Tag der letzten Änderung."""
unit = "share"
better = "lower"
dimensions = ["source"]
time = "changed_day"
statistics = ["value", "key", "mail"]
excludes = "deleted records; those that couldn't be read; mail addresses that the CRM says aren't verified"
excludes_de = "gelöschte Datensätze; unlesbare; Mailadressen, die laut CRM nicht bestätigt sind"
others = "Others compare names, and call two people of one name a duplicate."
others_de = "Andere vergleichen Namen und halten zwei Menschen desselben Namens für einen."
example = [
    "five records: K1, K1 again, K2, K3 with the mail address of K2, K4",
    "by key 1 of 5; by mail address 1 of 5",
    "= 2 of 5, 40%",
]
example_de = [
    "fünf Datensätze: K1, nochmals K1, K2, K3 mit der Mailadresse von K2, K4",
    "durch den Schlüssel 1 von 5; durch die Mailadresse 1 von 5",
    "= 2 von 5, 40 %",
]
source = "requirement R57"
*/
-- Everything is counted, nothing is drawn from more: there is no interval.
with counted as (
    select
        changed_day,
        source,
        count(*) as record_count,
        count_if(shares_key or shares_mail)::bigint as repeated,
        count_if(shares_key)::bigint as by_key,
        count_if(shares_mail)::bigint as by_mail
    from marts.fct_crm_records
    group by all
),

told as (
    select
        * exclude (repeated, by_key, by_mail),
        unnest(['value', 'key', 'mail']) as statistic,
        unnest([repeated, by_key, by_mail]) as numerator
    from counted
)

select
    changed_day as date_day,
    source,
    statistic,
    numerator,
    record_count as sample_size,
    numerator / record_count as metric_value,
    null::double as lower,
    null::double as upper
from told
