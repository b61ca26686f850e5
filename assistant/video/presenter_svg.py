"""The presenter as an SVG that a page's script can animate. Pure."""

from __future__ import annotations

from assistant.video.presenter_art import BODY, EYES, HEAD, MOUTHS, NAME, SIZE
from assistant.video.vector import svg


def presenter_svg() -> str:
    """One `<svg>`: groups `body`, `head`, `eyes-open|half|closed`, `mouth-M|N|E|A|O|U`.

    The letters are those of `voice.mouths.SHAPES`. All eyes but the open and all mouths but M carry
    `display="none"`; a script shows one of each and hides the others.
    """
    return svg((BODY, HEAD, *EYES.values(), *MOUTHS.values()), SIZE, NAME)
