"""The service desk in PostgreSQL: what ticketing decides is stored here, in one transaction each."""
