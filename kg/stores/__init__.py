"""Triplestores elsewhere: loading into them, and asking them."""
