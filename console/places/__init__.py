"""Pages of places that are no flats."""
