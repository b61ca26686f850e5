"""Digests as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote
from xml.etree import ElementTree as ET

from assistant.digest_records import Digest, DigestRequest
from assistant.export.html import to_html
from assistant.labels import PRODUCER

_ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OFTEN = {"day": "每日", "week": "每周", "month": "每月"}
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


def to_atom(digests: Sequence[Digest], *, title: str = "报纸摘要") -> bytes:
    """A feed with an entry a digest, newest period first; the label is a category and stands in the entry."""
    ordered = sorted(digests, key=lambda digest: (digest.request.until, digest.request.since), reverse=True)
    return to_feed([ET.tostring(_entry(digest, _days(digest))) for digest in ordered], title=title)


def to_entry(file: str, digest: Digest) -> bytes:
    """The digest as an entry of the feed of the folder its file is in.

    The id is of the file's name without extension and of what was asked: made again, the entry is the same one, updated.
    """
    entry = _entry(digest, file.rpartition(".")[0])
    _add(entry, "link").attrib.update({"rel": "alternate", "href": quote(file)})
    return bytes(ET.tostring(entry, encoding="utf-8"))


def to_feed(entries: Sequence[bytes], *, title: str) -> bytes:
    """The feed of the entries, in their order; its id is of the title. A damaged entry is left out."""
    ET.register_namespace("", _ATOM)
    read = [entry for entry in map(_read, entries) if entry is not None]
    feed = ET.Element(_tag("feed"), {"xml:lang": "zh-CN"})
    _add(feed, "title", title)
    _add(feed, "id", f"urn:sha256:{_digest(title)}")
    moments = [entry.findtext(_tag("updated")) or "" for entry in read]
    _add(feed, "updated", max(moments, default=_moment(datetime.min)))  # an empty feed was never updated
    _add(_add(feed, "author"), "name", PRODUCER)
    _add(feed, "generator", PRODUCER)
    feed.extend(read)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def feed_title(request: DigestRequest, each: str) -> str:
    """What the feed of a folder is called: the paper, the topic, how often."""
    name = f"《{request.publication}》" if request.publication else "报纸"
    topic = f"“{request.topic}”" if request.topic else ""
    return f"{name}{topic}{_OFTEN[each]}摘要"


def _entry(digest: Digest, name: str) -> ET.Element:
    ET.register_namespace("", _ATOM)
    entry = ET.Element(_tag("entry"))
    request, label = digest.request, digest.label
    asked = f"{name} {request.topic} {request.publication} {request.form} {request.audience}"
    _add(entry, "title", digest.title)
    _add(entry, "id", f"urn:sha256:{_digest(asked)}")
    _add(entry, "updated", _moment(label.made))
    if label.aigc:
        _add(entry, "category").attrib.update({"term": "AIGC", "label": "人工智能生成"})
        _add(entry, "rights", f"AIGC={label.aigc}")
    _add(entry, "summary", f"{label.visible} {'；'.join(sentence.text for sentence in digest.lead)}")
    body = _BODY.search(to_html(digest))
    _add(entry, "content", body[1] if body else "").set("type", "html")
    return entry


def _days(digest: Digest) -> str:
    return f"{digest.request.since} {digest.request.until}"


def _read(entry: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(entry)  # noqa: S314  # our own file
    except ET.ParseError:
        return None


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    element.text = _UNPRINTABLE.sub("", text) or None
    return element


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:32]


def _moment(when: datetime) -> str:
    """RFC 3339 in UTC, so that moments compare as text; one that tells no zone counts as UTC."""
    return (when.astimezone(UTC) if when.tzinfo else when).replace(tzinfo=None).isoformat(
        timespec="seconds"
    ) + "Z"
