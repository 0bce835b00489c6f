"""What the city says, in the Haarlem example: invented contributions, each marked as an example."""
