"""What Asterisk itself has written of its calls: read after a gap in the link, and told as events of the journal."""
