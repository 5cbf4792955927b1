"""`thirdring serve`."""

import errno

from thirdring import service
from thirdring.commands import CommandError
from thirdring.database.errors import UnreadyError
from thirdring.i18n import _
from thirdring.settings import Settings


async def serve(settings: Settings) -> None:
    try:
        await service.serve(settings)
    except UnreadyError as error:
        raise CommandError(str(error)) from None
    except PermissionError as error:
        text = _("{file} is not ours to use: run this as the user of the service, or set data_dir.")
        raise CommandError(text.format(file=error.filename)) from None
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL):
            raise
        text = _("{address} cannot be listened on ({why}): set web.listen to another address or port.")
        raise CommandError(text.format(address=settings.web.listen, why=error.strerror)) from None
