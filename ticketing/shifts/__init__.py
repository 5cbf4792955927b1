"""Shifts: who works when, who stands in for whom, and what one shift leaves for the next."""
