"""Charts of a run as SVG, for a page that loads nothing: the only module that imports altair and vl_convert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its interval."""

    label: str
    series: str  # which run
    value: float
    low: float
    high: float


def interval_chart(bars: Sequence[Bar], *, title: str) -> str:
    """Points with intervals on an axis from 0 to 1, a row a label, as an SVG element; "" where there are none."""
    if not bars:
        return ""
    import altair as alt  # noqa: PLC0415  # half a second that only reports need
    import vl_convert  # noqa: PLC0415

    order = list(dict.fromkeys(bar.label for bar in bars))
    series = list(dict.fromkeys(bar.series for bar in bars))
    data = {
        "values": [
            {"label": b.label, "series": b.series, "value": b.value, "low": b.low, "high": b.high}
            for b in bars
        ]
    }
    base = alt.Chart(data, title=title).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=240)),
        yOffset=alt.YOffset("series:N", sort=series),
        color=alt.Color(
            "series:N",
            sort=series,
            title=None,
            scale=alt.Scale(range=["#8a1f1f", "#8c8577"]),
            legend=alt.Legend(orient="top") if len(series) > 1 else None,
        ),
    )
    scale = alt.Scale(domain=[0, 1])
    rules = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale, title="得分与 95% 区间"), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x=alt.X("value:Q", scale=scale))
    chart = (rules + points).properties(width=520, height=alt.Step(20 if len(series) == 1 else 13))
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
