"""The command line: typer commands that wire, call one verb and print. No logic."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from typer.exceptions import TyperException

from assistant import (
    cli_ask,
    cli_conversation,
    cli_digest,
    cli_evaluate,
    cli_explain,
    cli_library,
    cli_render,
    cli_schedule,
    cli_script,
    cli_search,
    cli_speak,
    cli_summarise,
    cli_user,
    cli_voice,
    cli_watch,
)
from assistant.cli_common import (
    Json,
    complain,
    emit,
    ingest_progress,
    preparing,
)
from assistant.doctor import doctor as examine
from assistant.errors import AssistantError
from assistant.ingest import ingest as ingest_files
from assistant.ingest import read_file
from assistant.output import (
    failure_line,
    ingested_json,
    piece_json,
)
from assistant.pages import parse_page
from assistant.readers import Failure, Record
from assistant.settings import load_settings, server_environment
from assistant.wiring import build_limits, build_store
from assistant.wiring_access import check_access
from assistant.wiring_desk import build_originals
from vectorstore.errors import StoreError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="工会新闻助手：报纸进，有出处的回答出。",
)
app.add_typer(cli_library.app, name="library", help="查看和维护文库。")
app.add_typer(cli_conversation.app, name="conversation", help="查看和整理保存的对话。")
app.add_typer(cli_user.app, name="user", help="谁能登录页面，能做什么。")
app.command("ask")(cli_ask.ask)
app.command("search")(cli_search.search)
app.command("summarise")(cli_summarise.summarise)
app.command("digest")(cli_digest.digest)
app.command("explain")(cli_explain.explain)
app.command("speak")(cli_speak.speak)
app.command("render")(cli_render.render)
app.add_typer(cli_voice.app, name="voice", help="离线语音的文件。")
app.add_typer(cli_script.app, name="script", help="讲稿：查看、修改、三审签发、导出。")
app.add_typer(cli_schedule.app, name="schedule", help="定期编的简报，供定时任务运行。")
app.add_typer(cli_watch.app, name="watch", help="关注的主题：每份摘要都会说明它有什么新报道。")
app.add_typer(cli_evaluate.app, name="evaluate", help="用存好的问答题给系统打分，导入题库，出题。")

_USAGE = {
    "NoSuchOption": "没有这个选项：{name}",
    "MissingParameter": "缺少参数：{name}",
    "BadParameter": "参数的值不能用：{name}",
    "UsageError": "没有这个命令，或参数多了：{name}",
}


_INTERRUPTED = 130
_GOES_ON = "已中断；已经入库的内容都在，重新运行会接着做。"


@app.command()
def parse(
    file: Annotated[str, typer.Argument(help="报纸文件；- 表示标准输入。", metavar="FILE")],
    json_: Json = False,
) -> None:
    """显示一份文件里找到的文章，不入库。"""
    failed = False
    for item in read_file(file, limits=build_limits(load_settings())):
        if isinstance(item, Failure):
            failed = True
            complain(failure_line(item))
        elif isinstance(item, Record):
            emit({"headline": item.headline, "issued": str(item.issued), "text": item.text}, as_json=json_)
        else:
            for piece in parse_page(item):
                if json_:
                    emit(piece_json(piece, origin=item.origin), as_json=True)
                else:
                    typer.echo(f"【{piece.kind}】{piece.headline or '（无标题）'}\n{piece.text}\n")
    raise typer.Exit(1 if failed else 0)


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="文件、文件夹，或 -（标准输入）。", metavar="PATH...")],
    ray: Annotated[
        str,
        typer.Option(help="在本机所在的 Ray 集群上计算向量：主机:6379。", metavar="ADDRESS"),
    ] = "",
    json_: Json = False,
) -> None:
    """把文件读进文库；已有的不重复，改过的更新。"""
    settings = load_settings()
    with preparing() as report:
        store = build_store(settings, report=report, ray=ray)
    originals = build_originals(settings)
    with ingest_progress() as step:
        result = ingest_files(
            paths, store=store, limits=build_limits(settings), report=step, seen=originals.note
        )
    for failure in result.failures:
        complain(failure_line(failure))
    summary = ingested_json(result)
    line = (
        f"新增 {result.added} 篇，更新 {result.revised} 篇，未变 {result.unchanged} 篇，转载 {result.reprints} 篇，"
        f"失败 {result.failed} 处；{result.passages} 个片段，用时 {result.seconds} 秒。"
    )
    emit(summary, as_json=json_, line=line)
    raise typer.Exit(1 if result.failed else 0)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口（默认 8501）。")] = None,
    address: Annotated[str, typer.Option(help="监听的地址（默认只在本机 127.0.0.1）。")] = "",
) -> None:
    """打开页面；没有开启访问控制（ASSISTANT_ACCESS）时，只在本机可见。"""
    settings = load_settings()
    check_access(settings, address or settings.address)
    arguments = [address or settings.address, str(port or settings.port)]
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "assistant.web.site", *arguments], server_environment())  # noqa: S606


@app.command()
def doctor(json_: Json = False) -> None:
    """检查配置：哪些可用，缺什么，怎么办。"""
    broken = False
    for check in examine(load_settings()):
        broken = broken or check.state == "bad"
        mark = {"good": "✓", "off": "－", "bad": "✗"}[check.state]
        line = f"{mark} {check.name}：{check.found}" + (f"\n    → {check.advice}" if check.advice else "")
        emit(
            {"name": check.name, "state": check.state, "found": check.found, "advice": check.advice},
            as_json=json_,
            line=line,
        )
    raise typer.Exit(1 if broken else 0)


def run(arguments: Iterable[str] | None = None) -> None:
    """The console script: runs a command and exits with 0, 1 (failures) or 2 (usage)."""
    sys.exit(_guarded(list(arguments) if arguments is not None else None))


def _guarded(arguments: list[str] | None) -> int:
    try:
        code = int(app(arguments, standalone_mode=False) or 0)
        if code == _INTERRUPTED:  # what typer makes of ctrl-C inside a command
            complain(_GOES_ON)
        return code
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message(), err=True)  # its message is the help
        else:
            complain(_usage(error))
        return error.exit_code
    except (AssistantError, StoreError) as error:
        complain(str(error))
        return 1
    except (KeyboardInterrupt, typer.Abort):
        complain(_GOES_ON)
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has enough
        return 0
    except Exception as error:  # noqa: BLE001  # the outermost edge: no traceback reaches a user
        complain(f"程序出错（{type(error).__name__}：{str(error)[:200]}）：请带上这句话和所用命令反馈。")
        return 1


def _usage(error: TyperException) -> str:
    pattern = next(
        (_USAGE[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _USAGE), "{name}"
    )
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", None) or getattr(parameter, "name", None) or error.format_message()
    return f"用法错误：{pattern.format(name=name)}；请运行 assistant --help 查看用法。"
