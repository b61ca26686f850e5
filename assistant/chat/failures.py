"""A request that failed, and what to tell the user about it. Pure."""

from __future__ import annotations

from typing import Literal

from assistant.errors import ChatError, ChatRefused, ChatUnavailable

DETAIL_CHARS = 200
PASSING = frozenset({408, 409, 429})

_REFUSALS = {
    401: "对话模型服务 {host} 不认这个密钥（401）：请检查 API 密钥是否正确、是否属于这个地址。",
    402: "{host} 上的账户余额不足（402）：请充值，或换一个模型服务。",
    403: "这个密钥无权使用模型 {model}（403）：请检查 {host} 上的权限，或换一个模型。",
    404: "{host} 上没有模型 {model}，或者接口地址不对（404）：请检查模型名，地址一般以 /v1 结尾。",
}
_OUTAGES = {
    408: "对话模型服务 {host} 超时（408）：请稍后再试。",
    429: "对话模型服务 {host} 说请求太多或额度已用完（429）：请稍后再试，或检查余额。",
}


class EndpointError(ChatError):
    """One request failed. Stays inside the chat modules: `explained` makes it an error for the user."""

    def __init__(
        self,
        kind: Literal["refused", "timeout", "connection", "garbled"],
        *,
        status: int = 0,  # HTTP status; 0: there was no answer
        detail: str = "",  # the endpoint's words, without the key
        retry_after: str | None = None,  # the header as it came; None: none came
    ) -> None:
        super().__init__(f"{kind} {status} {detail}")
        self.kind = kind
        self.status = status
        self.detail = detail
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later."""
        return self.kind in ("timeout", "connection") or self.status in PASSING or self.status >= 500


def explained(error: EndpointError, *, model: str, host: str) -> ChatError:
    """ChatRefused or ChatUnavailable for the user: one Chinese line that says what to do, without the key."""
    detail = " ".join(error.detail.split())[:DETAIL_CHARS]
    if error.kind == "timeout":
        return ChatUnavailable(f"对话模型服务 {host} 超时没有回答：请稍后再试，或调大超时时间。")
    if error.kind == "connection":
        return ChatUnavailable(
            f"连不上对话模型服务 {host}（{detail}）：请检查地址和网络，看服务是否已经启动。"
        )
    if error.kind == "garbled":
        return ChatRefused(f"{host} 的回答不是对话接口的格式：请检查接口地址，一般以 /v1 结尾。")
    if error.passing:
        unknown = "对话模型服务 {host} 暂时不可用（{status}）：请稍后再试。"
        line = _OUTAGES.get(error.status, unknown)
        return ChatUnavailable(line.format(host=host, model=model, status=error.status))
    if error.status in _REFUSALS:
        return ChatRefused(_REFUSALS[error.status].format(host=host, model=model))
    return ChatRefused(f"对话模型服务 {host} 不接受这个请求（{error.status}）：{detail}")
