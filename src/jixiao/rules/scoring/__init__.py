"""Rules on self-evaluations and their points (自评与计分)."""
