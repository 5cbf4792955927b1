"""The demo: a PBX and people who are played, the service itself, and a picture of both."""
