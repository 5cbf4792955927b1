"""Changes the pure rules one place at a time, and asks the unit tests who notices: ./run mutants."""
