"""Who is there: asked before any page is shown, and by every page that does something in someone's name."""

from __future__ import annotations

import streamlit as st

from assistant.access import LOCAL, ROLE_WORDS, User
from assistant.errors import AccessError, AssistantError
from assistant.web import resources
from assistant.web.gate import COOKIE
from assistant.web.render import plain_label
from vectorstore.errors import StoreError

_SIGN_OUT = '<a class="una-sign-out" href="/logout" target="_self">退出登录</a>'


def user() -> User:
    """Who looks at the page. Raises AccessError where nobody has signed in, or somebody who may not use it."""
    access = resources.settings().access
    if access == "open":
        return LOCAL
    if access == "oidc":
        return _known_elsewhere()
    token = st.context.cookies.get(COOKIE)
    who = resources.sign_in().user(token) if token else None
    if who is None:
        raise AccessError("登录已过期，或还没有登录：请重新登录。")
    return who


def admit() -> User:
    """Let the user in to the pages; whoever may not gets told what to do, and the run ends there."""
    try:
        who = user()
    except (AssistantError, StoreError) as error:
        st.title("工会新闻助手")
        st.warning(plain_label(str(error)))
        _way_in()
        st.stop()
    if who.name:
        with st.sidebar:
            st.caption(plain_label(f"{who.name} · {ROLE_WORDS[who.role]}"))
            _way_out()
    return who


def _known_elsewhere() -> User:
    if not st.user.is_logged_in:
        raise AccessError("请先登录。")
    mail = st.user.get("email")
    if not isinstance(mail, str) or st.user.get("email_verified") is False:
        raise AccessError("登录的账号没有可用的邮箱地址：请换一个账号，或请管理员检查 OIDC 设置。")
    account = resources.users().find(mail)
    if account is None:
        raise AccessError(f"{mail} 还没有使用权限：请管理员运行 assistant user add {mail} --oidc。")
    return account.user


def _way_in() -> None:
    if resources.settings().access == "oidc":
        if st.user.is_logged_in:
            if st.button("换一个账号", key="sign-out"):
                st.logout()
        elif st.button("登录", key="sign-in", type="primary"):
            st.login()
    else:
        st.html('<a class="una-sign-in" href="/login" target="_self">去登录</a>')


def _way_out() -> None:
    if resources.settings().access == "oidc":
        if st.button("退出登录", key="sign-out"):
            st.logout()
    else:
        st.html(_SIGN_OUT)
