"""Hearing the PBX first: what that needs is small, and imported before the settings, the database and the pages."""
