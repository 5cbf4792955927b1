"""What the API answers about the desk, a file for each story."""
