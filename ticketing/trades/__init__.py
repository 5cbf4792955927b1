"""Trades: their workmen, who of them is on duty, and how much open work each has."""
