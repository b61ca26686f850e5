"""Explanations as video: a drawn presenter, slides with the claims and their sources, subtitles, labels."""
