"""Channels behind which there is no person."""

MACHINES = frozenset(
    {
        *("UnicastRTP", "MulticastRTP", "AudioSocket", "WebSocket"),  # media to a program: ARI external media, a bot
        *("Snoop", "Recorder", "CBRec"),  # who listens or records
        *("Announcer", "CBAnn"),  # who plays into a bridge
        *("Surrogate", "Message"),  # who stands in for another channel
    }
)
"""Technologies of channels behind which there is no person, unless `[[agent]]` names the device."""
