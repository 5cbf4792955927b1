"""The sources of the pages' script and style, and how they are built."""
