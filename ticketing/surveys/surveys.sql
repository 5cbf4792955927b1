-- name: list
-- A page of campaigns with their figures: conditions, order and limit follow.
select s.*, i.invited, r.answered, r.counted_now, r.satisfied_now
from surveys s
cross join lateral (select count(*) as invited from survey_invitations i where i.survey = s.id) i
cross join lateral (
    select count(*) as answered, count(satisfied) as counted_now, count(*) filter (where satisfied) as satisfied_now
    from survey_responses r
    where r.survey = s.id
) r

-- name: create
-- Creates a survey as a draft.
insert into surveys (
    kind, title_zh, title_en, introduction_zh, introduction_en, first_day, last_day, anonymous, questions,
    rule_version, created_by, created_at
)
values (
    :kind, :title_zh, :title_en, :introduction_zh, :introduction_en, :first_day, :last_day, :anonymous, :questions,
    :rule_version, :created_by, :created_at
)
returning id

-- name: amend
-- What a draft asks, decided on this version.
update surveys set
    kind = :kind, title_zh = :title_zh, title_en = :title_en, introduction_zh = :introduction_zh,
    introduction_en = :introduction_en, first_day = :first_day, last_day = :last_day, anonymous = :anonymous,
    questions = :questions, rule_version = :rule_version, version = version + 1
where id = :id and version = :version

-- name: hold
-- Nobody opens or closes it until the end of this transaction.
select * from surveys where id = $1 for share

-- name: hold_alone
-- Nobody else changes or answers it until then.
select * from surveys where id = $1 for update

-- name: open
-- Opens a survey.
update surveys set state = 'open', opened_at = $2, version = version + 1 where id = $1

-- name: close
-- What is counted now is kept.
update surveys set
    state = 'closed', closed_at = $2, version = version + 1,
    counted = (select count(satisfied) from survey_responses where survey = $1),
    satisfied = (select count(*) from survey_responses where survey = $1 and satisfied)
where id = $1

-- name: households
-- Where a campaign can be sent to: these households or, where none is named, all.
select id, estate, building, unit, room from households
where $1::bigint[] is null or id = any($1)
order by estate, building, unit, room

-- name: resting
-- Those of these households that were asked after $3 to rate anything but this survey.
select i.household from survey_invitations i
where i.household = any($1::bigint[]) and i.survey <> $2 and i.invited_at > $3
union
select t.household from complaint_links l
join tickets t on t.number = l.ticket
where t.household = any($1::bigint[]) and l.made_at > $3

-- name: invite
-- A link each; who has one already gets a new one instead, unless they have answered. Those who got one.
insert into survey_invitations (survey, household, token_sha256, invited_at)
select $1, household, token_sha256, $4 from unnest($2::bigint[], $3::bytea[]) as w (household, token_sha256)
on conflict (survey, household) do update set token_sha256 = excluded.token_sha256, invited_at = excluded.invited_at
where not survey_invitations.answered
returning household

-- name: invitations
-- A page of those who are invited: conditions, order and limit follow.
select i.id, i.household, i.answered, h.estate, h.building, h.unit, h.room
from survey_invitations i
join households h on h.id = i.household

-- name: places
-- The invited households by their places.
select h.id, h.estate, h.building, h.unit, h.room
from survey_invitations i
join households h on h.id = i.household
where i.survey = $1

-- name: link
-- The invitation that a link belongs to.
select survey, household, answered from survey_invitations where token_sha256 = $1

-- name: invited
-- Whether an invited household has answered; no row where it is not invited.
select answered from survey_invitations where survey = $1 and household = $2

-- name: take
-- An invitation is answered once; nothing where it was already.
update survey_invitations set answered = true
where survey = $1 and household = $2 and not answered
returning id

-- name: answer
-- Stores an answer; no row where this household or ballot has answered already.
insert into survey_responses (survey, household, ballot, channel, at, who, answers, comments, satisfied)
values (:survey, :household, :ballot, :channel, :at, :who, :answers, :comments, :satisfied)
on conflict do nothing
returning id

-- name: responses
-- A page of answers: conditions, order and limit follow.
select r.*, n.id as nonconformity
from survey_responses r
left join nonconformities n on n.response = r.id

-- name: all_answers
-- All answers of a survey, for counting.
select answers, comments from survey_responses where survey = $1
