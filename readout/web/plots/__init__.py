"""Plots: small pure functions from rows to drawings, and one template that writes a drawing as SVG."""
