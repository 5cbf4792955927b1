-- migrate:up

-- A page of callbacks: by due instant, of all of them or of the open ones.
create index callbacks_by_due on callbacks (due_at, id);
create index callbacks_open on callbacks (due_at, id) where state in ('pending', 'calling');
drop index callbacks_to_do;

-- migrate:down

create index callbacks_to_do on callbacks (due_at, id) where state = 'pending';
drop index callbacks_open;
drop index callbacks_by_due;
