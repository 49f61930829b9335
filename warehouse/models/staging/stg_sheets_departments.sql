-- By which words tables may call a department, in lower case: its id, its names of now and before, its groups.
with words as (
    select
        department_id,
        department_id as word
    from company.departments
    union
    select
        department_id,
        name as word
    from company.department_names
    union
    select
        department_id,
        name_en as word
    from company.department_names
    union
    select
        department_id,
        value as word
    from company.identities
    where kind = 'group'
)

select
    lower(trim(word)) as word,
    -- Where two departments were called alike, nobody knows which is meant.
    min(department_id) as department_id
from words
where word is not null
group by all
having count(distinct department_id) = 1
