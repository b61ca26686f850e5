"""Weights of the page reader's three judgements: logistic regressions, log-odds per feature.

Fitted on pages that the page breaker of the test suite (`tests/assistant/pages/broken_pages.py`) made of public news
articles in all its forms. The order of a table is the order of the feature vector it belongs to.
"""

from __future__ import annotations

# fmt: off
# headings.title_features: is a row a title line? The made-up pages break off far more columns than real ones do:
# to "rested, begins soon" 1.0 was added by hand, to "rested, heading after" 1.5.
TITLE_WEIGHTS = {
    "bias": -0.44, "short": -0.29, "medium": 3.56, "long": -0.51, "longer": 0.10, "commas": -3.21,
    "commas heading": -1.34, "stop inside": -2.54, "hangs": -1.70, "opener word": -0.91, "opens": 1.08,
    "continues": -0.03, "spaced": 1.38, "asks": -1.53, "unsure": -0.45, "dash": 1.15, "open bracket": -1.54,
    "no row before": 1.31, "title before": -0.69, "begun before": -0.62, "closed before": 0.50,
    "final before": 1.23, "open before": -1.39, "cut before": -2.56, "no row after": 0.17,
    "begins after": 2.08, "heading after": 0.36, "opens after": 1.39, "continues after": -1.05,
    "cut after": -3.28, "title-like after": -0.30, "begins soon": 0.66, "rested, begins soon": 1.39,
    "rested, heading after": 1.52, "in column": -0.43, "full": -2.49, "wide": 1.35, "rested": 1.05,
    "unindented": 1.44, "rested and full": -1.60, "indented after": 1.63, "words on both sides": -4.39,
    "words on one side": 3.87,
}

# titles.subhead_features: does a title group divide one article? Without made-up cases, hence set by hand:
# "parted", "numbered", "brief photo", "begins later".
SUBHEAD_WEIGHTS = {
    "bias": -4.26, "next begins": 0.00, "begins later": -2.50, "prev final": -2.61, "prev open": -1.36,
    "parted": -5.00, "photo": -1.88, "lines": -1.99, "tiny": 0.91, "short": 4.11, "medium": 1.07,
    "cohesion": 0.91, "coverage": -2.59, "begun share": 0.48, "share without": 0.48, "numbered": 3.00,
    "brief body": 2.41, "long body": -1.23, "heading": 0.06, "brief photo": -6.00,
}

# joins.join_features: does one piece carry on another? Fitted on as many true joins as false ones.
JOIN_WEIGHTS = {
    "bias": -1.19, "open": 0.69, "unsure": 1.62, "open to opener": -1.83, "open to continuer": 1.21,
    "closed to opener": 0.21, "closed to continuer": -1.16, "word cut": 3.87, "four seen": 3.14,
    "three seen": 0.37, "two unseen": -0.98, "digit to unit": 1.41, "digit to digit": 1.64,
    "digit to other": -0.72, "bracket closes": 2.81, "bracket hangs": -3.35, "bracket appears": -2.83,
    "odd quotes": -2.14, "cohesion": 1.08, "cohesion when open": -0.05, "hangs": 0.54, "credit next": 1.01,
    "verb after open": 0.26, "verb after closed": 0.06, "particle after open": 0.17,
    "particle after closed": -0.21, "adverb after open": 0.59, "noun after open": -0.66,
    "noun after closed": 0.14, "function word before": 0.39,
}
