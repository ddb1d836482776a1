"""The schemas for editors, tried with yaml-language-server itself."""
