"""The process: goals, steps, gatherings, who is in; documents with their facts; decisions, commitments."""
