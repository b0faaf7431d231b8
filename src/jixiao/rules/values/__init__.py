"""Target values: concrete and measurable (细化量化): VAL."""
