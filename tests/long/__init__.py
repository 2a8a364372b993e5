"""The long proofs: bin/long runs one part. Each module here is a part; its first line says what it proves."""
