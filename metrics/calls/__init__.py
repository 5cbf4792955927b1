"""What is derived from the journal, in PostgreSQL: written by the fold, thinned by the purge."""
