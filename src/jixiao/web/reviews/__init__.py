"""Review, approval, adjustment (审核、批复、调整): what offices above the unit do to a filing."""
