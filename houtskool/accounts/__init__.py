"""Users, the roles they hold, and who may open what."""
