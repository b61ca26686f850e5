"""The sign-in page as HTML: served before anyone is let in to the rest, and without any script. Pure."""

from __future__ import annotations

from html import escape

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 工会新闻助手</title><style>
:root {{ color-scheme: light dark; --paper: #fbfaf7; --card: #fff; --ink: #24211c; --muted: #5f5a52; --line: #8b857b;
  --red: #8a1f1f; --bad: #8a1f1f; }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #191714; --card: #23201c; --ink: #ece7dd; --muted: #b9b2a6;
  --line: #857e73; --red: #b23a3a; --bad: #ff9d8f; }} }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink);
  font: 16px/1.7 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }}
main {{ width: min(22rem, calc(100vw - 2rem)); box-sizing: border-box; background: var(--card); padding: 1.75rem;
  border-top: 4px double var(--red); }}
h1 {{ font-family: "Noto Serif SC", "Songti SC", serif; font-size: 1.4rem; margin: 0 0 .25rem; }}
p {{ margin: 0 0 1rem; color: var(--muted); }}
p.bad {{ color: var(--bad); border-left: 3px solid currentColor; padding-left: .6rem; }}
label {{ display: block; margin-bottom: 1rem; }}
input {{ display: block; width: 100%; box-sizing: border-box; margin-top: .25rem; padding: .5rem .6rem; font: inherit;
  color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 3px; }}
button {{ width: 100%; padding: .55rem; font: inherit; color: #fff; background: var(--red); border: 0; border-radius: 3px;
  cursor: pointer; }}
input:focus-visible, button:focus-visible {{ outline: 3px solid var(--red); outline-offset: 2px; }}
</style></head><body><main>{body}</main></body></html>
"""
_SIGN_IN = """<h1>工会新闻助手</h1><p>登录后使用。</p>{problem}
<form method="post" action="login"><input type="hidden" name="next" value="{onward}">
<label>用户名<input name="name" value="{name}" autocomplete="username" maxlength="64" required autofocus></label>
<label>密码<input name="password" type="password" autocomplete="current-password" maxlength="256" required></label>
<button>登录</button></form>"""
_SIGN_OUT = """<h1>退出登录</h1><p>退出后，要重新输入密码才能使用。</p>
<form method="post" action="logout"><button>退出</button></form>"""


def sign_in_html(*, onward: str, name: str = "", problem: str = "") -> str:
    """The form; `onward` is the path one gets to afterwards, `problem` what went wrong just now ("" for nothing)."""
    said = f'<p class="bad" role="alert">{escape(problem)}</p>' if problem else ""
    body = _SIGN_IN.format(problem=said, onward=escape(onward), name=escape(name))
    return _PAGE.format(title="登录", body=body)


def sign_out_html() -> str:
    """The question whether to sign out: asked, so that no link from elsewhere can do it."""
    return _PAGE.format(title="退出登录", body=_SIGN_OUT)


def local_path(text: str) -> str:
    """The path as one on this site: whatever would lead elsewhere is the first page."""
    plain = text.isprintable() and text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if plain and not text.startswith(("/login", "/logout")) else "/"
