"""The tests of Readout, and what they share."""
