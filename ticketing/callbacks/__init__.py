"""Callbacks (回访): whom to call, when to try, and what proves that they were reached. Pure."""
