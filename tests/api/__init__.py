"""What docs/api.md promises, asked of both Datasettes."""
