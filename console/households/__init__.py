"""Pages of households and of the sheets they come from."""
