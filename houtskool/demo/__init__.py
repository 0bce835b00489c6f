"""The Haarlem example, built through the rooms' own actions, on a fixed reference date."""
