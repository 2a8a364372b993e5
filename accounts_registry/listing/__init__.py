"""The register as a page of rows: searched, filtered, sorted, and each with what it needs, in three questions."""
