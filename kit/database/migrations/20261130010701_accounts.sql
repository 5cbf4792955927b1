-- migrate:up

alter table users alter column password_hash drop not null; -- null: signs in by the provider alone
alter table users add column deactivated_at timestamptz;

-- Whom the provider of OpenID Connect knows as whom. An issuer without a subject: whoever signs in there next by this
-- name is this user.
alter table users add column issuer text;
alter table users add column subject text;
alter table users add constraint users_subject_needs_issuer check (subject is null or issuer is not null);
create unique index users_by_subject on users (issuer, subject);

alter table tokens drop constraint tokens_user_name_fkey;
alter table tokens add constraint tokens_user_name_fkey
    foreign key (user_name) references users on update cascade on delete cascade;
alter table tokens add column scope text not null default 'all' check (scope in ('all', 'read'));
alter table tokens add column used_at timestamptz; -- when somebody last did something with it, to the half minute

-- migrate:down

alter table tokens drop column used_at;
alter table tokens drop column scope;
alter table tokens drop constraint tokens_user_name_fkey;
alter table tokens add constraint tokens_user_name_fkey foreign key (user_name) references users on delete cascade;
drop index users_by_subject;
alter table users drop constraint users_subject_needs_issuer;
alter table users drop column subject;
alter table users drop column issuer;
delete from users where password_hash is null or deactivated_at is not null;
alter table users drop column deactivated_at;
alter table users alter column password_hash set not null;
