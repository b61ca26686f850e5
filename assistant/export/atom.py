"""Digests as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

from assistant.digest_records import Digest
from assistant.export.html import to_html
from assistant.labels import PRODUCER

_ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


def to_atom(digests: Sequence[Digest], *, title: str = "报纸摘要") -> bytes:
    """A feed with an entry a digest, newest period first; the label is a category and stands in the entry."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"), {"xml:lang": "zh-CN"})
    ordered = sorted(digests, key=lambda digest: (digest.request.until, digest.request.since), reverse=True)
    _add(feed, "title", title)
    _add(feed, "id", f"urn:sha256:{_digest(title)}")
    _add(
        feed, "updated", _moment(max((digest.label.made for digest in digests), default=datetime.min))
    )  # an empty feed was never updated
    _add(_add(feed, "author"), "name", PRODUCER)
    _add(feed, "generator", PRODUCER)
    for digest in ordered:
        _entry(feed, digest)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ET.Element, digest: Digest) -> None:
    entry = _add(feed, "entry")
    request, label = digest.request, digest.label
    name = f"{request.since} {request.until} {request.topic} {request.publication} {request.form} {request.audience}"
    _add(entry, "title", digest.title)
    _add(entry, "id", f"urn:sha256:{_digest(name)}")
    _add(entry, "updated", _moment(label.made))
    if label.aigc:
        _add(entry, "category").attrib.update({"term": "AIGC", "label": "人工智能生成"})
        _add(entry, "rights", f"AIGC={label.aigc}")
    _add(entry, "summary", f"{label.visible} {'；'.join(sentence.text for sentence in digest.lead)}")
    body = _BODY.search(to_html(digest))
    _add(entry, "content", body[1] if body else "").set("type", "html")


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    element.text = _UNPRINTABLE.sub("", text) or None
    return element


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:32]


def _moment(when: datetime) -> str:
    """RFC 3339, in UTC where the moment tells no zone of its own."""
    return when.isoformat(timespec="seconds") + ("" if when.tzinfo else "Z")
