"""Inspections by form, what they find, and how a finding is settled. Pure."""
