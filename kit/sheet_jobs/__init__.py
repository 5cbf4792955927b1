"""Sheets that are imported in the browser: read in a process of their own, kept in memory, stored in the background."""
