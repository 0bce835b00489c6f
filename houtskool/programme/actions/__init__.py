"""The verbs of the programme, a module for each matter."""
