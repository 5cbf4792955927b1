"""PostgreSQL: the door to it, its migrations, and the private server of a site that has none."""
