"""The Streamlit entry: page settings and routes."""

from __future__ import annotations

import streamlit as st

from assistant.web import chat_page

st.set_page_config(page_title="工会新闻助手", page_icon="📰", layout="wide")
chat_page.show()
