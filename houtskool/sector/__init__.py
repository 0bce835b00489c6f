"""Who the city has: organisations, departments, contacts, initiatives, themes, domains and districts."""
