"""Recurring obligations of the department (patrols, training, meetings). Pure."""
