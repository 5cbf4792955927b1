-- migrate:up

-- A link on which a workman without an account does one ticket. Its token is known by its hash alone.
create table work_links (
    id bigint generated always as identity primary key,
    ticket text not null references tickets on delete cascade,
    token_sha256 bytea not null unique,
    who text not null default '', -- the person that it is for
    trade text not null default '', -- or the trade
    way text not null check (way in ('hand', 'wecom', 'dingtalk')),
    made_at timestamptz not null,
    made_by text not null,
    delivered_at timestamptz, -- a robot took the message
    failed text not null default '', -- or why it did not
    read_at timestamptz,
    accepted_at timestamptz,
    taken_by text not null default '', -- as a workman of the trade wrote it
    device text not null default '', -- the hash of the telephone's own word; nobody else goes on with it
    ended_at timestamptz
);
create index work_links_of_ticket on work_links (ticket, id);

-- What was done on a link, once for each key: a telephone sends again what it is not sure of.
create table work_acts (
    id bigint generated always as identity unique, -- the order in which they came
    link bigint not null references work_links on delete cascade,
    key text not null,
    what text not null check (what in ('read', 'accept', 'arrive', 'note', 'parts', 'done')),
    at timestamptz not null, -- when it arrived here: the clock that counts
    device_at timestamptz, -- when it was done, by the telephone's clock
    text text not null default '',
    primary key (link, key)
);

-- migrate:down

drop table work_acts;
drop table work_links;
