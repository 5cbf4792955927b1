"""Mutants that no test can kill, because they do what the code does. Each with its reason; --list shows their names."""

EXCUSED: dict[str, str] = {}
