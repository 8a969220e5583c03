"""Releases of a graph: every form that is published, written from one dataset and read back."""
