"""A bucket of S3, as far as files need it: put, get, look, delete, list. No library of a vendor is behind it."""
