"""Pure functions on numpy arrays and text: no Django, no files, no clock, no network."""
