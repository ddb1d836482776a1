"""Tests of the reader's pages, in a browser or without one."""
