"""Tickets: their states, categories, numbers, procedures and complaints. Pure: no clock, no database."""
