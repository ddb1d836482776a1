"""The static edition: what `readout freeze` writes."""
