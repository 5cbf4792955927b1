"""The quality sheet of this site: what the objectives count in PostgreSQL, and closed periods as they were."""
