"""Structure and completeness (完整性): STR."""
