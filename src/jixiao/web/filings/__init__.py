"""Filing, review, approval, adjustment (申报、审核、批复、调整)."""
