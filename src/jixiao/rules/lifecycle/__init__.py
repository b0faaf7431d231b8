"""Rules on the life of a target: review, approval, change, use (全过程)."""
