"""The verbs of the inventory, a module for each matter."""
