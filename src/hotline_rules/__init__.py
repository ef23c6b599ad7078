"""Rules engine for the 12345 public service hotlines."""
