-- migrate:up

-- Links that sign a user in once. Only the hash of the code is kept; a used link is deleted.
create table sign_in_links (
    code_sha256 bytea primary key,
    user_name text not null references users (name) on update cascade on delete cascade,
    expires_at timestamptz not null
);
create index sign_in_links_by_user on sign_in_links (user_name);

-- migrate:down

drop table sign_in_links;
