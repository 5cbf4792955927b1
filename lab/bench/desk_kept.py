"""For benches that kill: whether the desk has for each stored call what it means, once, and who wrote it."""

from kit.database.pool import Session

_LACKING = """
select count(*) filter (where k.ticket is null) as tickets,
    count(*) filter (
        where c.disposition in ('abandoned', 'timeout', 'no_agent') and c.caller is not null
        and not exists (select from callbacks b where b.phone = c.caller)
        and not exists (
            select from calls l where l.caller = c.caller and l.answered_at is not null and l.ended_at > c.ended_at
        )
    ) as callbacks
from calls c
left join ticket_calls k using (pbx, linkedid)
where c.direction = 'inbound' and c.hotline is not null and c.ended_at is not null
"""
_DOUBLED = "select count(*) from tickets where number not in (select ticket from ticket_calls)"


_WATCHED = """
create table strangers (application text, at_table text, at timestamptz default now());
create function note_strangers() returns trigger language plpgsql as $$
begin
    insert into strangers (application, at_table)
    select current_setting('application_name'), tg_table_name
    from tenure where current_setting('application_name') <> 'thirdring serve ' || instance;
    return null;
end $$;
do $$
declare name text;
begin
    for name in
        select tablename from pg_tables
        where schemaname = 'public' and tablename not in ('tenure', 'site', 'schema_migrations', 'strangers')
    loop
        execute format(
            'create trigger strangers after insert or update or delete on %I '
            'for each statement execute function note_strangers()', name
        );
    end loop;
end $$;
"""


async def watch_writers(connection: Session) -> None:
    """From now on each statement that changes a table says so, unless it is one of the service in charge."""
    await connection.execute(_WATCHED)


async def lacking(connection: Session) -> dict[str, int]:
    """Calls to a hotline without a ticket; missed ones whose caller is in no callback and was in no later call; tickets
    of no call; statements of who may not write."""
    row = await connection.fetchrow(_LACKING)
    doubled = await connection.fetchval(_DOUBLED)
    strangers = await connection.fetchval("select count(*) from strangers")
    return {
        **({} if row is None else dict(row)),
        "tickets of no call": doubled,
        "changes by a service that was not in charge": strangers,
    }
