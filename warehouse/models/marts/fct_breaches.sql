-- Why each target was missed: of the instances that are breached the first rule that holds between start and breach,
-- not a proof: 15 minutes without an owner; waiting for approval; handed on; arrived out of hours; more cases open than
-- usual at that hour; none of these. It stands apart from marts.fct_sla_instances because what is usual follows from
-- all cases.
select
    instances.sla_id,
    instances.case_id,
    instances.metric,
    instances.target_id,
    instances.source,
    instances.platform,
    instances.channel,
    instances.visibility,
    instances.department_id,
    instances.started_day,
    instances.breached_at,
    case
        when signs.unowned_seconds >= 900 then 'no_owner'
        when signs.approval_seconds > 0 and instances.metric != 'approval' then 'approval'
        when signs.was_handed_on then 'handed_on'
        when signs.began_out_of_hours then 'out_of_hours'
        when hourly.open_count > usual.usual_count then 'volume'
        else 'slow_answer'
    end as breach_cause
from marts.fct_sla_instances as instances
cross join company.settings as settings
left join steps.int_breach_signs as signs using (sla_id)
left join marts.fct_backlog_hourly as hourly
    on instances.department_id = hourly.department_id
    and date_trunc('hour', instances.started_at) = hourly.hour_at
left join steps.int_usual_backlog as usual
    on instances.department_id = usual.department_id
    and hour_of_week(timezone(settings.zone, date_trunc('hour', instances.started_at))) = usual.hour_of_week
where instances.state = 'breached'
