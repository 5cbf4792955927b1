"""Sheets that people fill in: files as rows of text, headers in Chinese and English, cells and their faults."""
