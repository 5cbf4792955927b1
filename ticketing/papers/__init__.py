"""Papers to be signed: a record as an A4 form, with what is filled in by hand left open."""
