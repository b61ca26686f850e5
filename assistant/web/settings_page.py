"""设置: what is in order and what is not; which chat model answers; whether the engines answer."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from assistant.access import User, require
from assistant.doctor import Finding, look
from assistant.probe import probe_chat, probe_chroma, probe_embedder
from assistant.settings_file import VALUE_CHARS, ChatChoice, fixed_by_environment, masked, save
from assistant.web import access, resources
from assistant.web.page import guarded
from assistant.web.render import plain_label

_MARKS = {"good": ":material/check_circle:", "off": ":material/remove_circle:", "bad": ":material/error:"}
_WORDS = {"good": "正常", "off": "未用", "bad": "有问题"}


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    st.title("设置", anchor=False)
    guarded(_page)


def _page() -> None:
    who = access.user()
    require(who, "admin", "查看和修改设置")
    _chat_model(who)
    _tests(who)
    _state()


def _chat_model(who: User) -> None:
    settings = resources.settings()
    fixed = fixed_by_environment()
    round_ = st.session_state.setdefault("key-round", 0)  # another key empties the field after it was saved
    st.subheader("大模型", anchor=False)
    st.caption("不填模型名，就用摘句作答：不联网，不花钱。填了，回答由模型写，逐句核对出处。")
    with st.form("chat-model"):
        model = st.text_input(
            "模型名", settings.chat_model, key="model", max_chars=VALUE_CHARS, disabled="chat_model" in fixed
        )
        url = st.text_input(
            "接口地址（OpenAI 兼容）",
            settings.base_url,
            key="base-url",
            max_chars=VALUE_CHARS,
            disabled="base_url" in fixed,
            placeholder="https://…/v1",
        )
        key = st.text_input(
            f"密钥（现在：{masked(settings)}）",
            "",
            type="password",
            key=f"api-key-{round_}",
            max_chars=VALUE_CHARS,
            disabled="api_key" in fixed,
            placeholder="不改就留空",
            autocomplete="off",
        )
        if fixed:
            st.caption("灰色的由环境变量设定，页面上改不了。")
        if st.form_submit_button("保存", key="save-model", type="primary"):
            choice = ChatChoice(model.strip(), url.strip(), key or None)
            save(who, settings, choice)
            resources.settings_changed()
            st.session_state["settings-saved"] = True
            st.session_state["key-round"] = round_ + 1
            st.rerun()
    if st.session_state.pop("settings-saved", False):
        st.success("已保存，从下一个问题起生效。")


def _tests(who: User) -> None:
    st.subheader("测试", anchor=False)
    settings = resources.settings()
    with st.container(horizontal=True):
        chat = st.button("测试大模型", key="test-chat")
        embedder = st.button("测试向量模型", key="test-embedder")
        chroma = st.button("测试向量库", key="test-chroma")
    if chat:
        with st.spinner("正在问模型一个字……"):
            _finding(probe_chat(who, settings, clock=monotonic))
    if embedder:
        _finding(probe_embedder(who, resources.store().embedder, clock=monotonic))
    if chroma:
        _finding(probe_chroma(who, settings, clock=monotonic))


def _state() -> None:
    st.subheader("检查", anchor=False)
    st.caption("数据目录、文库与索引是否一致、访问控制；文库大时要等一会儿。")
    if st.button("开始检查", key="examine"):
        with st.spinner("正在检查……"):
            for finding in look(resources.settings(), opened=resources.store):
                _finding(finding)


def _finding(finding: Finding) -> None:
    advice = f"。{finding.advice}" if finding.advice else ""
    text = plain_label(f"{finding.name}：{_WORDS[finding.state]}。{finding.found}{advice}")
    show_in = {"good": st.success, "off": st.info, "bad": st.error}[finding.state]
    show_in(text, icon=_MARKS[finding.state])
