"""Why the database cannot be used, for people: each says what to do."""


class UnreadyError(Exception):
    """The database is not ready, and may be later."""


class EmbeddedError(UnreadyError):
    """The private PostgreSQL could not be run."""


class MigrationError(UnreadyError):
    """The tables cannot be brought to this version."""
