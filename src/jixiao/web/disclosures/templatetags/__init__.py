"""Words the pages of disclosure share."""
