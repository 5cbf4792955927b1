"""Survey campaigns in PostgreSQL: what is asked, who is invited, what they answer."""
