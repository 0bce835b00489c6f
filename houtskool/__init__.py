"""Houtskool: an action programme made with the city, and kept honest afterwards."""

__version__ = "0.1.0"
