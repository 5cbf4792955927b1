"""What an admin sees of the service itself: its state, its settings, what the doctor finds."""
