"""What is done with conversations, statements and votes, a module for each matter."""
