"""Builds on a cluster."""
