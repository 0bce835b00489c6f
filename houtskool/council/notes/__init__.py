"""Notes to the council: composed from the live data, written together, adopted and frozen, sent."""
