"""Readings: so many of so many on a day, told by people, for what no machine measures. Pure."""
