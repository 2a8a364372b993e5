"""Parts of an import: a batch added, brought up to date, or taken back."""
