"""The bodies of the commands; thirdring.cli says how they are called."""


class CommandError(Exception):
    """A command cannot do what it was asked; its text says why and what to do."""
