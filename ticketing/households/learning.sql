-- name: learn
-- A number whose ticket somebody gave this household. Nothing where the file has it, or where somebody typed the number
-- of the ticket: then it is not the number that called.
insert into learned_numbers (number, household, ticket, who, learned_at)
select :number::text, :household::bigint, :ticket::text, :who::text, :at::timestamptz
where
    not exists (
        select from resident_phones p
        join residents r on r.id = p.resident
        where p.number = :number and r.household = :household::bigint
    )
    and not exists (
        select from ticket_changes c
        where c.ticket = :ticket and c.who <> 'hotline' and c.what ~ '^amended: .*\mphone\M'
    )
on conflict (number, household) do update
set ticket = excluded.ticket, who = excluded.who, learned_at = excluded.learned_at

-- name: unlearn_from
-- What this ticket taught about other households than the one it has now was a mistake.
delete from learned_numbers where ticket = $1 and household is distinct from $2::bigint

-- name: unlearn
-- One learned number, on somebody's word. No row: there is none.
delete from learned_numbers where id = $1 returning household
