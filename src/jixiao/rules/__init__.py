"""What is wrong, and by which rule: one folder a family, one file a rule."""
