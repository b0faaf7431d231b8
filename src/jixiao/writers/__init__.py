"""From records and findings to what people use: one module a thing and a format."""
