"""The labelled set of sixty tables, and how much of it the rules find."""
