"""Attest: claim-level knowledge graphs of conflict reporting."""

__version__ = "0.1.0"
