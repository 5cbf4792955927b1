-- migrate:up

alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
    check (role in ('workman', 'agent', 'dispatcher', 'manager', 'admin'));

-- migrate:down

delete from users where role = 'workman';
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check check (role in ('agent', 'dispatcher', 'manager', 'admin'));
