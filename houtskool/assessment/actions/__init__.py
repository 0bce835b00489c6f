"""What is done with frameworks, by whom and when."""
