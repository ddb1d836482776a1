"""A soak of the server: who visits it, what they ask for, what they hear, and what the server takes meanwhile."""
