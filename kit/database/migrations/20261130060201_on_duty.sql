-- migrate:up

-- Workmen who are on duty now: tickets of their trade may be given to them by rule.
create table on_duty (
    name text primary key, -- as desk.trades names them
    since timestamptz not null,
    said_by text not null
);

-- A workman sends back, by the link, what was given to them.
alter table work_acts drop constraint work_acts_what_check;
alter table work_acts add constraint work_acts_what_check
check (what in ('read', 'accept', 'arrive', 'note', 'parts', 'done', 'refuse'));

-- migrate:down

delete from work_acts where what = 'refuse';
alter table work_acts drop constraint work_acts_what_check;
alter table work_acts add constraint work_acts_what_check
check (what in ('read', 'accept', 'arrive', 'note', 'parts', 'done'));
drop table on_duty;
