"""AGI: what the dialplan asks while it handles a call. Scripts are registered callables; this room knows no desk."""
