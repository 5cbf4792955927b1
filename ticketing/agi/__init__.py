"""AGI on the hotline: scripts that the dialplan asks, over what the desk knows."""
