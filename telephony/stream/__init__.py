"""The journal on JetStream: what one host has heard, for services on others.

SQLite stays the spool: whoever hears writes there first. A forwarder sends it on, and a reader reads as a `Journal`.
docs/reliability.md has the table of states.
"""
