-- migrate:up

-- A person has one call at a time, whatever the trade. Of two that are on, the newer one stays.
update work_calls c set ended_at = now(), outcome = 'unknown'
where c.ended_at is null and c.who <> ''
    and exists (select from work_calls o where o.ended_at is null and o.who = c.who and o.id > c.id);
drop index work_calls_one_a_person;
create unique index work_calls_one_a_person on work_calls (who, (case when who = '' then trade else '' end))
where ended_at is null;
create index work_calls_by_time on work_calls (called_at);

-- migrate:down

drop index work_calls_by_time;
drop index work_calls_one_a_person;
create unique index work_calls_one_a_person on work_calls (who, trade) where ended_at is null;
