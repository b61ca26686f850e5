"""Newspaper pages in, cited answers out: page reading, asking, and everything that talks to a model."""
