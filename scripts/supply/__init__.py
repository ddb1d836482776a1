"""What Readout is made of: the locked packages, their licences, their advisories, and a bill of materials."""
