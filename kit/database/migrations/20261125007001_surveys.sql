-- migrate:up

create table surveys (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('yearly', 'ad_hoc')),
    state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
    title_zh text not null,
    title_en text not null,
    introduction_zh text not null,
    introduction_en text not null,
    first_day date not null,
    last_day date not null check (last_day >= first_day),
    anonymous boolean not null,
    questions jsonb not null,
    version integer not null default 1,
    rule_version integer not null, -- of the rule that says who is satisfied
    created_by text not null,
    created_at timestamptz not null,
    opened_at timestamptz,
    closed_at timestamptz,
    counted integer, -- as it was when it was closed
    satisfied integer
);
create index surveys_by_year on surveys (last_day) where kind = 'yearly';

-- Of an anonymous survey an invitation knows that it was answered, not when: else the two could be joined by time.
create table survey_invitations (
    id bigint generated always as identity primary key,
    survey bigint not null references surveys,
    household bigint not null references households on delete cascade,
    token_sha256 bytea not null unique,
    answered boolean not null default false,
    unique (survey, household)
);
create index survey_invitations_by_household on survey_invitations (household);

-- Personal data: comments, and the tie to a household. Deleting a household deletes both; the figures stay.
create table survey_responses (
    id uuid primary key default gen_random_uuid(),
    survey bigint not null references surveys,
    household bigint references households on delete set null, -- null where the survey is anonymous
    ballot text, -- the number of a paper without a household
    channel text not null check (channel in ('phone', 'import', 'link')),
    at timestamptz not null, -- where the survey is anonymous: the beginning of its day
    who text not null, -- who entered it; empty where it came by link or the survey is anonymous
    answers jsonb not null,
    comments jsonb not null,
    satisfied boolean, -- by the rule of its survey; null: does not count
    unique (survey, household),
    unique (survey, ballot)
);
create index survey_responses_by_household on survey_responses (household) where household is not null;

-- migrate:down

drop table survey_responses;
drop table survey_invitations;
drop table surveys;
