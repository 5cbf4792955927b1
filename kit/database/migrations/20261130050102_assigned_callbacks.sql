-- migrate:up

-- Who is to call, where a dispatcher said so: until it is due it is theirs. The last such word stays.
alter table callbacks
    add column assigned_to text,
    add column assigned_by text,
    add column assigned_at timestamptz;

create index callbacks_assigned on callbacks (assigned_to, due_at, id)
where assigned_to is not null and state in ('pending', 'calling');

-- migrate:down

drop index callbacks_assigned;
alter table callbacks drop column assigned_at, drop column assigned_by, drop column assigned_to;
