"""Council documents: a note read in (intake), and notes composed from the live data, until they are sent."""
