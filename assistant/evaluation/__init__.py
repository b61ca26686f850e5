"""Stored questions, what became of them, and the scores of a run. Asking them is the verb `evaluate`."""
