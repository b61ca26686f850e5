"""Weights of the page reader's three judgements: logistic regressions, log-odds per feature.

Fitted on pages that the page breaker of the test suite (`tests/assistant/pages/broken_pages.py`) made of public news
articles in all its forms. The order of a table is the order of the feature vector it belongs to.
"""

from __future__ import annotations

# fmt: off
# headings.title_features: is a row a title line? The made-up pages break off far more columns than real ones do:
# to "rested, begins soon" 1.0 was added by hand, to "rested, heading after" 1.5.
TITLE_WEIGHTS = {
    "bias": -0.47, "short": -0.26, "medium": 3.58, "long": -0.53, "longer": 0.07, "commas": -3.21,
    "commas heading": -1.34, "stop inside": -2.54, "hangs": -1.72, "opener word": -0.87, "opens": 1.06,
    "continues": -0.04, "spaced": 1.48, "asks": -1.53, "unsure": -0.39, "dash": 1.15, "open bracket": -1.56,
    "no row before": 1.31, "title before": -0.69, "begun before": -0.61, "closed before": 0.49,
    "final before": 1.22, "open before": -1.40, "cut before": -2.54, "no row after": 0.18,
    "begins after": 2.08, "heading after": 0.37, "opens after": 1.40, "continues after": -1.07,
    "cut after": -3.30, "title-like after": -0.27, "begins soon": 0.64, "rested, begins soon": 1.39,
    "rested, heading after": 1.53, "in column": -0.48, "full": -2.42, "wide": 1.40, "rested": 0.98,
    "unindented": 1.42, "rested and full": -1.56, "indented after": 1.58, "words on both sides": -4.37,
    "words on one side": 3.92,
}

# titles.subhead_features: does a title group divide one article? Without made-up cases, hence set by hand:
# "parted", "numbered", "brief photo", "begins later".
SUBHEAD_WEIGHTS = {
    "bias": -4.25, "begins later": -2.50, "prev final": -2.59, "prev open": -1.44,
    "parted": -5.00, "photo": -2.00, "lines": -1.99, "tiny": 0.90, "short": 4.11, "medium": 1.07,
    "cohesion": 0.91, "coverage": -2.60, "begun share": 0.92, "numbered": 3.00,
    "brief body": 2.41, "long body": -1.24, "heading": 0.05, "brief photo": -6.00,
}

# joins.join_features: does one piece carry on another? Fitted on as many true joins as false ones.
JOIN_WEIGHTS = {
    "bias": -1.18, "open": 0.67, "unsure": 1.57, "open to opener": -1.83, "open to continuer": 1.24,
    "closed to opener": 0.20, "closed to continuer": -1.16, "word cut": 3.81, "four seen": 3.20,
    "three seen": 0.36, "two unseen": -0.96, "digit to unit": 1.46, "digit to digit": 1.65,
    "digit to other": -0.71, "bracket closes": 2.85, "bracket hangs": -3.40, "bracket appears": -2.89,
    "odd quotes": -2.13, "cohesion": 1.08, "cohesion when open": -0.05, "hangs": 0.56, "credit next": 1.06,
    "verb after open": 0.26, "verb after closed": 0.05, "particle after open": 0.14,
    "particle after closed": -0.19, "adverb after open": 0.54, "noun after open": -0.66,
    "noun after closed": 0.13, "function word before": 0.38,
}
