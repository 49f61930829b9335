-- Whose a topic is: what the configuration says, else the department that held more than half of its solved tickets
-- in the end, where there are 20 of them at least.
with solved as (
    select
        topic,
        department_id,
        count(*) as case_count
    from marts.fct_cases
    where topic is not null and department_id is not null and status in ('resolved', 'closed') and origin = 'ticket'
    group by topic, department_id
),

held as (
    select
        topic,
        arg_max(department_id, {case_count: case_count, department_id: department_id}) as department_id,
        max(case_count) as most,
        sum(case_count) as case_count
    from solved
    group by topic
)

select
    topic,
    department_id,
    'configured' as basis
from company.topic_departments
union all
select
    topic,
    department_id,
    'solved' as basis
from held
where most * 2 > case_count and case_count >= 20 and topic not in (select topic from company.topic_departments)
