"""What each AMI event does: one function an event, named after it.

The facts about order and repetition that these rest on are in docs/asterisk-events.md.
"""
