"""The annual objective as a text (明确清晰): NAR."""
