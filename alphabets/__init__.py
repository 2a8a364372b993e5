"""Letters of other alphabets that are read as Latin ones."""
