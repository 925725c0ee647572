"""Today: who has not been told, what needs me, who I see."""
