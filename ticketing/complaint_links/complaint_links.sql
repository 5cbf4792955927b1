-- name: put
-- The link of a ticket; an earlier one ends.
insert into complaint_links ({link.columns}, token_sha256) values ({link.values}, :token_sha256)
on conflict (ticket) do update set
    {link.assignments}, token_sha256 = excluded.token_sha256

-- name: asked_at
-- When the household of a ticket was asked last to rate anything but this ticket.
select max(asked.at)
from (
    select l.made_at as at
    from complaint_links l
    join tickets t on t.number = l.ticket
    where t.household = $1 and l.ticket <> $2
    union all
    select i.invited_at from survey_invitations i where i.household = $1
) asked

-- name: of_token
-- The link that somebody opens.
select * from complaint_links where token_sha256 = $1

-- name: hold
-- The same; nobody else answers it until the end of this transaction.
select * from complaint_links where token_sha256 = $1 for update

-- name: answer
-- It has been answered.
update complaint_links set answered_at = $2 where ticket = $1
