-- name: ticket_of_call
-- The ticket of a call.
select ticket from ticket_calls where pbx = $1 and linkedid = $2

-- name: open_tickets
-- Of the household or the number; the call's own ticket is not counted. One that is opened now tells it by itself.
select count(*) from tickets
where
    status in ('open', 'dispatched', 'in_progress')
    and number <> $3
    and category <> 'short_call'
    and (household = $1::bigint or (phone = $2 and phone <> ''))
