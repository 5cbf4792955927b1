"""Why the database cannot be used, for people: each says what to do."""


class UnreadyError(Exception):
    """The database is not ready, and may be later."""


class EmbeddedError(UnreadyError):
    """The private PostgreSQL could not be run."""


class MigrationError(UnreadyError):
    """The tables cannot be brought to this version."""


class InUseError(MigrationError):
    """A service runs on the tables as they are."""


class HeldError(UnreadyError):
    """Another service stores in this database."""


class OtherSiteError(UnreadyError):
    """The database belongs to another site."""


class ShutError(UnreadyError):
    """This service may not store at the moment."""
