"""One file that holds a site: the database's tables, and the journal from which they can go on.

The database is read first, in one snapshot, and the journal after it, so that the journal holds everything that the
snapshot has not. The copy of the journal is told that exactly what the snapshot holds is derived: who starts on the
pair is in the place of a service that was killed at that event, and derives the rest.
"""


class BackupError(Exception):
    """A backup cannot be made or read. The text says why and what to do."""
