-- migrate:up

-- A link on which a complainant says whether they are satisfied: one a ticket. Who it was sent to is not kept.
create table complaint_links (
    ticket text primary key references tickets on delete cascade,
    token_sha256 bytea not null unique,
    resolved_at timestamptz not null, -- the settlement that it asks about
    made_at timestamptz not null,
    made_by text not null,
    expires_at timestamptz not null,
    answered_at timestamptz
);

-- migrate:down

drop table complaint_links;
