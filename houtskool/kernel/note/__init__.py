"""Read a Dutch council document: its parts, dates, decisions, promises, people and contradictions."""
