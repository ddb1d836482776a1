"""The exports as downloads: a page that lists them, and their files."""
