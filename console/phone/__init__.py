"""The phone in the page: its socket, which is handed through to the PBX, and its password."""
