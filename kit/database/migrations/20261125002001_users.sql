-- migrate:up

-- Who signs in. A user named like an agent of the settings is that agent.
create table users (
    name text primary key,
    password_hash text not null, -- argon2id
    role text not null check (role in ('agent', 'dispatcher', 'manager', 'admin')),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);

-- A session is a token that knows whose it is and that ends by itself.
alter table tokens add column user_name text references users on delete cascade;
create index tokens_by_user on tokens (user_name) where user_name is not null;

-- migrate:down

alter table tokens drop column user_name;
drop table users;
