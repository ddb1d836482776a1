"""What is measured: `scripts/bench` lists it."""
