"""Canary calls: the service calls its own hotline, and holds what it measured against what was played."""
