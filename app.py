"""The Streamlit entry: page settings and routes."""

from __future__ import annotations

import streamlit as st

from assistant.access import may
from assistant.web import access, look
from assistant.web.routes import ROUTES

st.set_page_config(page_title="工会新闻助手", page_icon="📰", layout="wide")
st.html(look.STYLE)
who = access.admit()
st.navigation(
    [
        st.Page(
            route.show,
            title=route.title,
            icon=route.icon,
            url_path=route.path or None,
            default=not route.path,
        )
        for route in ROUTES
        if may(who, route.role)
    ]
).run()
