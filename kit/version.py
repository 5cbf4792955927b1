"""The version of Third Ring."""

__version__ = "0.1.0"
