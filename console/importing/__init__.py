"""Pages on which sheets are imported, whatever they hold."""
