"""Sources from strangers: whatever a pull request holds, bounded time and memory, nothing touched outside."""
