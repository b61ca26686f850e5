"""小宣 as drawn for this project: a friendly figure in blue work clothes, like nobody in particular. Data only."""

from __future__ import annotations

from assistant.video.vector import Part, Shape, ellipse

SIZE = (600.0, 760.0)
NAME = "小宣"

_SKIN, _SHADE, _BLUSH = "#f8d9c0", "#e9bd9d", "#f2988366"
_HAIR, _HAIR_LIGHT = "#2b2f3a", "#454b5a"
_BLUE, _DEEP, _LIGHT, _SEAM = "#2f6fb7", "#25588f", "#4686cf", "#1f4d80"
_INK, _LIP, _INSIDE, _TONGUE, _WHITE = "#2b2f3a", "#b9594f", "#7c2f33", "#df8079", "#ffffff"

BODY = Part("body", (
    # hair behind the neck, neck
    Shape("M 176 250 C 160 420 190 470 232 506 L 368 506 C 410 470 440 420 424 250 Z", _HAIR),
    Shape("M 262 400 L 262 492 C 262 530 338 530 338 492 L 338 400 Z", _SHADE),
    # the jacket with shoulders and arms
    Shape("M 236 484 C 170 502 96 520 72 566 C 48 616 40 690 34 760 L 566 760 C 560 690 552 616 528 566 "
          "C 504 520 430 502 364 484 L 300 560 Z", _BLUE),
    Shape("M 128 640 C 134 690 138 730 138 760 L 34 760 C 40 690 48 616 72 566 C 96 580 120 606 128 640 Z", _DEEP),
    Shape("M 472 640 C 466 690 462 730 462 760 L 566 760 C 560 690 552 616 528 566 C 504 580 480 606 472 640 Z", _DEEP),
    # shirt, collar
    Shape("M 250 480 C 262 520 284 552 300 566 C 316 552 338 520 350 480 C 338 512 262 512 250 480 Z", "#f4f7fb"),
    Shape("M 242 470 C 224 480 212 490 206 502 L 262 588 L 300 552 C 276 532 254 504 242 470 Z", _LIGHT),
    Shape("M 358 470 C 376 480 388 490 394 502 L 338 588 L 300 552 C 324 532 346 504 358 470 Z", _LIGHT),
    # the seam in front with buttons; pockets
    Shape("M 300 556 L 300 760", stroke=_SEAM, width=4),
    Shape(ellipse(314, 622, 6, 6), "#dfe9f5"),
    Shape(ellipse(314, 690, 6, 6), "#dfe9f5"),
    Shape("M 372 628 L 456 628 L 456 700 C 456 708 450 712 444 712 L 384 712 C 378 712 372 708 372 700 Z", _LIGHT),
    Shape("M 368 620 L 460 620 L 460 640 L 414 654 L 368 640 Z", _DEEP),
    Shape("M 434 606 L 434 636", stroke="#f4f7fb", width=7),
    Shape("M 434 602 L 434 610", stroke="#c8352f", width=7),
    Shape("M 164 624 L 246 624 L 246 658 L 164 658 Z", "#f4f7fb"),
    Shape("M 176 636 L 200 636 M 176 647 L 232 647", stroke="#8aa5c4", width=4),
    Shape("M 212 636 L 232 636", stroke="#c8352f", width=4),
))  # fmt: skip
HEAD = Part("head", (
    Shape(ellipse(176, 300, 24, 34), _SKIN),
    Shape(ellipse(424, 300, 24, 34), _SKIN),
    Shape("M 176 276 C 170 150 430 150 424 276 C 428 360 392 440 300 446 C 208 440 172 360 176 276 Z", _SKIN),
    Shape(ellipse(216, 348, 26, 16), _BLUSH),
    Shape(ellipse(384, 348, 26, 16), _BLUSH),
    # the fringe, parted at one side
    Shape("M 166 318 C 150 178 196 96 304 94 C 412 96 452 182 434 318 C 424 284 414 262 404 238 "
          "C 360 236 318 222 286 190 C 262 222 226 240 198 244 C 186 268 176 290 166 318 Z", _HAIR),
    Shape("M 226 150 C 254 124 300 114 344 124", stroke=_HAIR_LIGHT, width=7),
    # brows, nose
    Shape("M 214 266 C 226 256 246 256 258 264", stroke=_HAIR, width=7),
    Shape("M 342 264 C 354 256 374 256 386 266", stroke=_HAIR, width=7),
    Shape("M 297 326 C 292 340 294 346 304 346", stroke=_SHADE, width=5),
))  # fmt: skip
EYES = {
    "open": Part("eyes-open", (
        Shape(ellipse(238, 302, 17, 21), _INK), Shape(ellipse(362, 302, 17, 21), _INK),
        Shape(ellipse(244, 294, 6, 7), _WHITE), Shape(ellipse(368, 294, 6, 7), _WHITE),
        Shape("M 216 292 C 224 280 250 278 260 290", stroke=_INK, width=5),
        Shape("M 340 290 C 350 278 376 280 384 292", stroke=_INK, width=5),
    )),
    "half": Part("eyes-half", (
        Shape("M 221 302 L 255 302 C 255 330 221 330 221 302 Z", _INK),
        Shape("M 345 302 L 379 302 C 379 330 345 330 345 302 Z", _INK),
        Shape("M 216 302 L 260 302", stroke=_INK, width=6), Shape("M 340 302 L 384 302", stroke=_INK, width=6),
    ), shown=False),
    "closed": Part("eyes-closed", (
        Shape("M 217 308 C 226 320 250 320 259 308", stroke=_INK, width=6),
        Shape("M 341 308 C 350 320 374 320 383 308", stroke=_INK, width=6),
    ), shown=False),
}  # fmt: skip
MOUTHS = {
    "M": Part("mouth-M", (Shape("M 270 384 C 284 398 316 398 330 384", stroke=_LIP, width=7),)),
    "N": Part("mouth-N", (
        Shape("M 270 382 C 284 388 316 388 330 382 C 326 404 274 404 270 382 Z", _INSIDE, _LIP, 5),
    ), shown=False),
    "E": Part("mouth-E", (
        Shape("M 262 380 C 282 386 318 386 338 380 C 332 406 268 406 262 380 Z", _INSIDE, _LIP, 5),
        Shape("M 270 384 C 286 388 314 388 330 384 L 324 393 C 310 396 290 396 276 393 Z", _WHITE),
    ), shown=False),
    "A": Part("mouth-A", (
        Shape("M 264 378 C 284 384 316 384 336 378 C 334 428 266 428 264 378 Z", _INSIDE, _LIP, 5),
        Shape("M 272 383 C 288 387 312 387 328 383 L 324 391 C 310 394 290 394 276 391 Z", _WHITE),
        Shape("M 281 406 C 288 398 312 398 319 406 C 312 416 288 416 281 406 Z", _TONGUE),
    ), shown=False),
    "O": Part("mouth-O", (Shape(ellipse(300, 394, 21, 20), _INSIDE, _LIP, 6),
                          Shape("M 288 404 C 294 398 306 398 312 404 C 306 411 294 411 288 404 Z", _TONGUE)), shown=False),
    "U": Part("mouth-U", (Shape(ellipse(300, 391, 13, 12), _INSIDE, _LIP, 7),), shown=False),
}  # fmt: skip
