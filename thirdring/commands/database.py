"""The way every command comes to the site's database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

from kit.buckets.troubles import BucketError
from kit.database.embedded import EmbeddedPostgres
from kit.database.errors import UnreadyError
from kit.database.pool import AWAY, Session, connect, ensure_database, explain
from kit.i18n import _
from kit.tasks import is_held
from thirdring.access import admit, refuse_nowhere
from thirdring.commands import CommandError
from thirdring.settings import Settings


@contextmanager
def told() -> Iterator[None]:
    """Whatever keeps a command from the database becomes a sentence."""
    try:
        yield
    except PermissionError as error:
        text = _("{file} is not ours to use: run this as the user of the service.")
        raise CommandError(text.format(file=error.filename)) from None
    except AWAY as error:
        text = _("PostgreSQL does not answer ({why}): is database.url right, is it running?")
        raise CommandError(text.format(why=explain(error))) from None
    except UnreadyError as error:
        raise CommandError(str(error)) from None
    except BucketError as error:
        text = _("The bucket of photos and papers cannot be used. {reason}")
        raise CommandError(text.format(reason=_(error.reason))) from None


@asynccontextmanager
async def database(
    settings: Settings, *, alone: bool = False, adopting: bool = False, name: str = "thirdring"
) -> AsyncIterator[Session]:
    """A connection; the embedded server is started for it, or shared where the service runs already. One that was
    started for it is left to a service that has begun meanwhile, unless we hold the folder `alone`. `adopting` takes
    the database of another site as well."""
    listen = settings.database.embedded_listen
    server = EmbeddedPostgres(settings.data_dir, listen=listen) if settings.database.embedded else None
    with told(), ExitStack() as stack:
        url = settings.database.url.get_secret_value()
        if server is not None:
            refuse_nowhere(settings)
            stack.callback(lambda: server.stop(leave_it=not alone and is_held(settings.data_dir)))
            server.start()
            url = server.url()
            await ensure_database(url)
        session = await connect(url, name)
        try:
            await admit(session, settings.data_dir, embedded=server is not None or adopting)
            yield session
        finally:
            await session.close()
