"""The record as static pages: one for each IRI, with its data beside it."""
