"""Tools that may import everything, and that nobody imports. None of it is in the image."""
