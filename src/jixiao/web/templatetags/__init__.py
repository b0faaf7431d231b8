"""Words and partials for templates."""
