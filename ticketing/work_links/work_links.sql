-- name: insert
-- Creates a link.
insert into work_links ({link.columns}, token_sha256) values ({link.values}, :token_sha256) returning id

-- name: end_earlier
-- Another link of a ticket ends those before it.
update work_links set ended_at = $2 where ticket = $1 and ended_at is null

-- name: of_token
-- The link of a token.
select * from work_links where token_sha256 = $1

-- name: hold
-- The same, held until the end of the transaction.
select * from work_links where token_sha256 = $1 for update

-- name: hold_newest
-- The newest link of a ticket, held until the end of the transaction.
select * from work_links where ticket = $1 order by id desc limit 1 for update

-- name: save
-- What became of a link.
update work_links set {link.assignments} where id = :id

-- name: is_known
-- Was this act taken before?
select exists (select from work_acts where link = $1 and key = $2)

-- name: insert_act
-- Records an act.
insert into work_acts (link, key, what, at, device_at, text) values ($1, $2, $3, $4, $5, $6)

-- name: of_ticket
-- The links of a ticket, newest first.
select * from work_links where ticket = $1 order by id desc limit 50

-- name: acts
-- What was done on links, oldest first.
select * from work_acts where link = any($1::bigint[]) order by id

-- name: end
-- Ends a link of a ticket.
update work_links set ended_at = coalesce(ended_at, $3) where ticket = $1 and id = $2 returning id

-- name: tell_delivered
-- A robot took the message, or why it did not.
update work_links set delivered_at = $2, failed = $3 where id = $1

-- name: to_tell
-- Tickets that were dispatched since $1 and have no link since, of these trades $2 or people $3: the urgent ones first.
-- Only those that can be told now: by the trades $4 or to the people $5, and not the tickets $6, whose links of the times
-- $7 wait for their next try. A link that was read had arrived; one by text message came after the others. What a rule is
-- about to give to a person, of the trades $8 and the priorities $9 since $10, is left to the message to that person.
-- Whoever accepted by a call what had not arrived is told once more.
select t.number
from tickets t
join lateral (
    select c.at from ticket_changes c
    where c.ticket = t.number and c.what in ('dispatch', 'hand_over', 'given')
    order by c.version desc limit 1
) given on true
where
    t.status = 'dispatched' and given.at > $1
    and (t.assignee = any($3::text[]) or (t.assignee is null and t.trade = any($2::text[])))
    and case when t.trade = any($2::text[]) then t.trade = any($4::text[]) else t.assignee = any($5::text[]) end
    and not (t.assignee is null and t.trade = any($8::text[]) and t.priority = any($9::text[]) and given.at > $10)
    and not exists (
        select from unnest($6::text[], $7::timestamptz[]) as w (ticket, made_at)
        where w.ticket = t.number and w.made_at >= given.at
    )
    and not exists (
        select from work_links l
        where l.ticket = t.number and l.made_at >= given.at
            and (l.way in ('hand', 'sms') or coalesce(l.delivered_at, l.read_at) is not null or l.failed <> '')
            and not coalesce(
                l.accepted_at >= l.made_at and l.device = '' and coalesce(l.delivered_at, l.read_at) is null, false
            )
    )
order by array_position(array['critical', 'urgent', 'normal'], t.priority), given.at
limit 20

-- name: to_text
-- Tickets whose newest link a robot or mail server took, or did not take, until $1, and that nobody has accepted; none
-- that was made before $2. One whose text message was lost is among them. The urgent ones first, and only those that can
-- be sent now: to a person of $3 or a trade of $4, and none of $5, which wait for their next try.
select t.number
from tickets t
join lateral (select l.* from work_links l where l.ticket = t.number order by l.id desc limit 1) l on true
where
    t.status = 'dispatched' and l.ended_at is null and l.accepted_at is null and l.made_at > $2
    and (t.assignee = any($3::text[]) or (t.assignee is null and t.trade = any($4::text[])))
    and t.number <> all($5::text[])
    and (
        (l.way in ('wecom', 'dingtalk', 'email') and coalesce(l.delivered_at, l.made_at) <= $1)
        or (l.way = 'sms' and coalesce(l.delivered_at, l.read_at) is null and l.failed = '')
    )
order by array_position(array['critical', 'urgent', 'normal'], t.priority), l.made_at
limit 20
