"""What is set for one person: their early signs and usual levels, agreed contact, goals, thresholds of their own."""
