-- name: to_call
-- Tickets whose newest link a robot, mail server or gateway took, or did not take, until $1, that nobody has accepted,
-- and that was made after $2; given to a person of $3, or to a trade of $4 and nobody. A person of $5 or a trade of $6 gets
-- a text message first. Of the priorities $7; fewer than $8 calls since it was given, the last one before $9, none on.
-- The urgent ones first, then the least called. With the link, and the people and trades that were called, once for each call.
select
    t.number,
    l.id as link,
    done.who,
    done.trade
from tickets t
join lateral (select l.* from work_links l where l.ticket = t.number order by l.id desc limit 1) l on true
join lateral (
    select c.at from ticket_changes c
    where c.ticket = t.number and c.what in ('dispatch', 'hand_over', 'given')
    order by c.version desc limit 1
) given on true
join lateral (
    select
        count(*) as count,
        max(c.called_at) as last,
        coalesce(bool_or(c.ended_at is null), false) as is_on,
        coalesce(array_agg(c.who order by c.id), '{}') as who,
        coalesce(array_agg(c.trade order by c.id), '{}') as trade
    from work_calls c
    where c.ticket = t.number and c.called_at >= given.at
) done on true
where
    t.status = 'dispatched' and l.ended_at is null and l.accepted_at is null and l.made_at > $2
    and (t.pauses = '[]' or t.pauses -> -1 ->> 1 is not null)
    and (t.assignee = any($3::text[]) or (t.assignee is null and t.trade = any($4::text[])))
    and l.way in ('wecom', 'dingtalk', 'email', 'sms')
    and (
        l.way = 'sms'
        or not coalesce(case when t.assignee is null then t.trade = any($6::text[]) else t.assignee = any($5::text[]) end, false)
    )
    and coalesce(l.delivered_at, l.made_at) <= $1
    and t.priority = any($7::text[])
    and not done.is_on and done.count < $8 and (done.last is null or done.last <= $9)
order by array_position(array['critical', 'urgent', 'normal'], t.priority), done.count, l.made_at, l.id
limit 20

-- name: begin
-- Begins a call, unless the ticket or the person has one that is on.
insert into work_calls ({call.columns}) values ({call.values}) on conflict do nothing returning id

-- name: of_channel
-- The call of a channel, held until the end of the transaction.
select * from work_calls where channel = $1 for update

-- name: answered
-- Somebody has picked up.
update work_calls set answered_at = coalesce(answered_at, $2) where id = $1 and ended_at is null

-- name: finish
-- What came of a call, once.
update work_calls set ended_at = $2, outcome = $3 where id = $1 and ended_at is null returning ticket

-- name: finish_lost
-- Calls that began before $1 are over, whatever the PBX or the service has told of them.
update work_calls set
    ended_at = $2,
    outcome = case when answered_at is null then 'unknown' else 'no_key' end
where ended_at is null and called_at < $1

-- name: recent
-- Whom the calls that are on, or that began after $1, called.
select who, trade, ended_at is null as is_on from work_calls where ended_at is null or called_at > $1

-- name: of_ticket
-- The calls about a ticket, the oldest first.
select * from work_calls where ticket = $1 order by id limit 100
