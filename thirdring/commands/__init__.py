"""The commands, a file for each verb; thirdring.cli imports it when the verb is called."""


class CommandError(Exception):
    """A command cannot do what it was asked; its text says why and what to do."""
