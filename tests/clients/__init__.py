"""The programs of examples/, run against a real server."""
