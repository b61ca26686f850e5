"""Arrows point down, engines stay in their modules, modules stay small: read from the sources with `ast`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ("assistant", "vectorstore", "app")

# From the bottom up, as in ARCHITECTURE.md. A layer is a tuple of rows; modules of one layer may import each
# other only where they stand in one row. A package counts as one module.
LAYERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    # words and numbers, no article yet
    (
        ("vectorstore.records",),
        ("vectorstore.errors",),
        ("vectorstore.embedding",),
        ("vectorstore.sentences",),
        ("vectorstore.token_count",),
        ("vectorstore.tokens",),
        ("vectorstore.dates",),
        ("vectorstore.e5_weights", "vectorstore.e5_calibrate"),
        ("vectorstore.e5_tokens",),
    ),
    # articles to passages and rows; what legs have in common
    (
        ("vectorstore.identity", "vectorstore.reprints", "vectorstore.corrections"),
        ("vectorstore.chunking", "vectorstore.passages"),
        ("vectorstore.legs",),
        ("vectorstore.database",),
        ("vectorstore.library_schema",),
        ("vectorstore.ranking", "vectorstore.feedback"),
        ("vectorstore.neighbours",),
    ),
    # engines
    (
        (
            "vectorstore.extents",
            "vectorstore.relations",
            "vectorstore.issues",
            "vectorstore.fixes",
            "vectorstore.trash",
            "vectorstore.library",
            "vectorstore.journal",
        ),
        ("vectorstore.flat", "vectorstore.dense", "vectorstore.filtered"),
        ("vectorstore.lexical",),
        ("vectorstore.embedding_cache",),
        ("vectorstore.onnx_embedder",),
        ("vectorstore.openai_embedder",),
        ("vectorstore.e5_convert",),
        ("vectorstore.ray_embedder",),
    ),
    (("vectorstore.search",), ("vectorstore.check",)),
    (("vectorstore.store",),),
    # the assistant's records and words
    (
        ("assistant.errors",),
        ("assistant.records",),
        ("assistant.verdict",),
        (
            "assistant.question_vocabulary",
            "assistant.question_synonyms",
            "assistant.question_types",
            "assistant.question_words",
            "assistant.question",
        ),
        ("assistant.period",),
        ("assistant.telling",),
        ("assistant.orders", "assistant.datelines"),
        ("assistant.undated",),
        ("assistant.jumps",),
    ),
    # one part of the way each
    (
        ("assistant.access",),
        ("assistant.passwords",),
        ("assistant.private_file",),
        ("assistant.settings",),
        ("assistant.background",),
        ("assistant.turns",),
        ("assistant.sample",),
        ("assistant.readers",),
        ("assistant.pages",),
        ("assistant.prompts",),
        ("assistant.chat",),
        ("assistant.verify",),
        ("assistant.citations", "assistant.corrections"),
        ("assistant.newer",),
        ("assistant.refuse",),
        (
            "assistant.second_extraction",
            "assistant.rejoin",
            "assistant.held",
            "assistant.arrivals",
        ),
        (
            "assistant.matching",
            "assistant.evidence",
            "assistant.rating",
            "assistant.superseded",
            "assistant.extractive",
        ),
        ("assistant.portions", "assistant.salience", "assistant.condense"),
        ("assistant.labels",),
        ("assistant.ffmpeg",),
        ("assistant.enumerated", "assistant.comparison"),
    ),
    (
        ("assistant.judging",),
        ("assistant.spending",),
        (
            "assistant.answer_kinds",
            "assistant.answer_times",
            "assistant.answer_matter",
            "assistant.answer_forms",
            "assistant.answer_binding",
            "assistant.answering",
        ),
        ("assistant.sides", "assistant.table_reply"),
        ("assistant.users", "assistant.sign_in"),
        ("assistant.settings_file",),
        ("assistant.originals",),
        ("assistant.facts",),
        ("assistant.spoken_words",),
        ("assistant.packs",),
        ("assistant.topics",),
        ("assistant.events", "assistant.newsworthiness"),
    ),
    (
        ("assistant.writing",),
        ("assistant.confirm",),
        ("assistant.searching",),
        ("assistant.followup",),
        ("assistant.asked_back", "assistant.suggest"),
        ("assistant.uncovered",),
        ("assistant.premise_names", "assistant.premise_figures", "assistant.premise"),
        ("assistant.tabulate",),
    ),
    (
        ("assistant.find", "assistant.beside", "assistant.tell"),
        ("assistant.table_writing", "assistant.compare"),
    ),
    # verbs
    (("assistant.digest_records",), ("assistant.explain_records",)),
    (
        ("assistant.gathering", "assistant.roundup"),
        ("assistant.period_figures",),
        ("assistant.script_json",),
        ("assistant.tellings",),
        (
            "assistant.claim_wording",
            "assistant.claims",
            "assistant.explain_check",
            "assistant.frames",
            "assistant.explain_template",
        ),
        ("assistant.script_reply",),
    ),
    (
        ("assistant.ask",),
        ("assistant.ingest",),
        ("assistant.fix",),
        ("assistant.page_view",),
        ("assistant.reports", "assistant.script_writing", "assistant.explain"),
        ("assistant.signoff", "assistant.scripts", "assistant.stale"),
        (
            "assistant.summary_drafts",
            "assistant.summarise",
            "assistant.digest_changes",
            "assistant.digest_heads",
            "assistant.digest_room",
            "assistant.digest",
            "assistant.batch_digest",
            "assistant.digest_rounds",
            "assistant.watch",
            "assistant.kept_digests",
            "assistant.schedule",
        ),
        ("assistant.voice", "assistant.video"),
        ("assistant.conversations",),
        ("assistant.first_questions",),
    ),
    (
        ("assistant.evaluation", "assistant.evaluate"),
        (
            "assistant.output",
            "assistant.markdown",
            "assistant.summary_output",
            "assistant.script_output",
            "assistant.export",
        ),
        ("assistant.converse",),
        ("assistant.desk",),
        ("assistant.calendar",),
    ),
    (
        (
            "assistant.wiring",
            "assistant.wiring_digest",
            "assistant.wiring_access",
            "assistant.wiring_desk",
            "assistant.wiring_evaluate",
            "assistant.wiring_explain",
            "assistant.wiring_video",
            "assistant.wiring_voice",
            "assistant.wiring_web",
        ),
    ),
    (("assistant.doctor", "assistant.probe"),),
    # edges
    (
        (
            "assistant.cli_common",
            "assistant.cli_ask",
            "assistant.cli_conversation",
            "assistant.cli_library",
            "assistant.cli_trash",
            "assistant.cli_evaluate",
            "assistant.cli_search",
            "assistant.cli_summarise",
            "assistant.cli_batch_digest",
            "assistant.cli_digest",
            "assistant.cli_explain",
            "assistant.cli_script",
            "assistant.cli_render",
            "assistant.cli_speak",
            "assistant.cli_voice",
            "assistant.cli_watch",
            "assistant.cli_schedule",
            "assistant.cli_user",
            "assistant.cli",
            "assistant.start",
            "assistant.__main__",
        ),
    ),
    (("assistant.web",),),
    (("app",),),
)

# Every third-party package, and the modules that may import it.
ENGINES = {
    "PIL": {"assistant.readers.image", "assistant.readers.picture", "assistant.video"},
    "argon2": {"assistant.passwords"},
    "borax": {"vectorstore.dates.calendar"},
    "altair": {"assistant.evaluation.charts"},
    "chromadb": {"vectorstore.dense"},
    "cv2": {"assistant.readers.ocr"},
    "docx": {
        "assistant.export.conversation_docx",
        "assistant.export.docx",
        "assistant.export.script_docx",
        "assistant.export.word",
        "assistant.readers.docx",
    },
    "filelock": {"vectorstore.store"},
    "httpx": {"vectorstore.dense"},  # Chroma's client lets its exceptions through
    "jinja2": {"assistant.evaluation.report", "assistant.export.html"},
    "numpy": {
        "assistant.evaluation.scores",
        "assistant.readers.image",
        "assistant.readers.ocr",
        "assistant.readers.scans",
        "assistant.video",
        "assistant.voice",
        "vectorstore.dense",
        "vectorstore.e5_calibrate",
        "vectorstore.e5_convert",
        "vectorstore.e5_tokens",
        "vectorstore.e5_weights",
        "vectorstore.embedding",
        "vectorstore.embedding_cache",
        "vectorstore.filtered",
        "vectorstore.flat",
        "vectorstore.onnx_embedder",
        "vectorstore.openai_embedder",
        "vectorstore.ranking",
        "vectorstore.ray_embedder",
        "vectorstore.reprints",
    },
    "onnx": {"vectorstore.e5_convert"},
    "imageio_ffmpeg": {"assistant.ffmpeg"},
    "onnxruntime": {"assistant.voice.kokoro", "vectorstore.onnx_embedder"},
    "openpyxl": {"assistant.evaluation.tables"},
    "openai": {
        "assistant.chat.batches",
        "assistant.chat.wire",
        "assistant.voice.openai_speech",
        "vectorstore.openai_embedder",
    },
    "opencc": {"vectorstore.tokens"},
    "platformdirs": {"assistant.settings"},
    "pydantic": {
        "assistant.chat.cached",
        "assistant.conversations",
        "assistant.evaluation.runs",
        "assistant.script_json",
        "assistant.settings",
        "assistant.settings_file",
        "assistant.kept_digests",
    },
    "pydantic_settings": {"assistant.settings"},
    "pypdfium2": {"assistant.readers.pdf", "assistant.readers.picture"},
    "rapidocr": {"assistant.readers.ocr"},
    "ray": {"vectorstore.ray_embedder"},
    "rensa": {"vectorstore.reprints"},
    "rich": {"assistant.cli_common"},
    # Each asks jieba for something else: index terms, tags, a question's words, whether a line break cuts a word.
    "pypinyin": {"assistant.voice.pronounce"},
    "rjieba": {
        "assistant.pages.words",
        "assistant.question_words",
        "assistant.verify.words",
        "assistant.video.typeset",
        "assistant.voice.pronounce",
        "vectorstore.tokens",
    },
    "starlette": {"assistant.web"},
    "streamlit": {"app", "assistant.web"},
    "tantivy": {"vectorstore.lexical"},
    "tenacity": {"assistant.chat.retry", "vectorstore.openai_embedder"},
    "tiktoken": {"vectorstore.token_count"},
    "tokenizers": {"vectorstore.e5_convert", "vectorstore.e5_tokens"},
    "trafilatura": {"assistant.readers.html"},
    "typer": {
        "assistant.cli",
        "assistant.cli_ask",
        "assistant.cli_common",
        "assistant.cli_conversation",
        "assistant.cli_evaluate",
        "assistant.cli_explain",
        "assistant.cli_library",
        "assistant.cli_script",
        "assistant.cli_digest",
        "assistant.cli_render",
        "assistant.cli_search",
        "assistant.cli_speak",
        "assistant.cli_summarise",
        "assistant.cli_voice",
        "assistant.cli_trash",
        "assistant.cli_user",
        "assistant.cli_watch",
        "assistant.cli_schedule",
    },
    "vl_convert": {"assistant.evaluation.charts"},
    "xllamacpp": {"assistant.chat.local"},
}
STANDARD = {
    "sqlite3": {
        "vectorstore.database",
        "vectorstore.extents",
        "vectorstore.library_schema",
        "vectorstore.relations",
    },
    "subprocess": {"assistant.ffmpeg", "assistant.voice.kokoro_files"},
    "pickle": set[str](),
}

# Imports inside functions, and why.
LATE = {
    ("assistant.chat.local", "xllamacpp"): "an extra that most installations do not have",
    ("assistant.ffmpeg", "imageio_ffmpeg"): "an extra that most installations do not have",
    ("assistant.voice.pronounce", "pypinyin"): "an extra that most installations do not have",
    ("assistant.evaluation.charts", "altair"): "half a second that only reports need",
    ("assistant.evaluation.charts", "vl_convert"): "half a second that only reports need",
}

MODULE_LINES, FUNCTION_LINES = 260, 44  # about 250, and about 40
# Longer than that, and why. Each is to shrink, none to grow.
LONG: dict[str, tuple[int, str]] = {}

UNITS = {unit: level for level, rows in enumerate(LAYERS) for row in rows for unit in row}
ROWS = {unit: row for rows in LAYERS for row in rows for unit in row}


def module_name(path: Path) -> str:
    """`assistant/chat/wire.py` → `assistant.chat.wire`; a package is named for its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {
    module_name(path): path
    for path in sorted([ROOT / "app.py", *ROOT.glob("assistant/**/*.py"), *ROOT.glob("vectorstore/**/*.py")])
}
MODULES = [name for name in PATHS if name not in OURS or name == "app"]


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


def unit(module: str) -> str:
    """`assistant.chat.wire` → `assistant.chat`."""
    return ".".join(module.split(".")[:2])


def imported(module: str) -> Iterator[tuple[ast.stmt, str]]:
    """Every import statement of the module with the dotted names it asks for."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write the whole name"
            source = str(node.module)
            for alias in node.names:
                yield node, f"{source}.{alias.name}" if source in OURS else source


def within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


@pytest.mark.parametrize("module", MODULES)
def test_the_module_has_a_place_in_the_layers(module: str) -> None:
    assert unit(module) in UNITS, f"{unit(module)} is new: give it a row in LAYERS and in ARCHITECTURE.md"


def test_what_has_a_place_exists() -> None:
    assert set(UNITS) - {unit(module) for module in MODULES} == set()
    assert len(UNITS) == sum(len(row) for rows in LAYERS for row in rows), "a module stands in two rows"


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_down(module: str) -> None:
    here = unit(module)
    for node, name in imported(module):
        there = unit(name)
        if name.split(".")[0] not in OURS or there == here:
            continue
        where = f"{module}:{node.lineno}: {here} imports {there}"
        assert there in UNITS, f"{where}, which has no place in LAYERS"
        assert UNITS[there] < UNITS[here] or there in ROWS[here], f"{where}, which does not lie below it"


def test_within_packages_nothing_goes_in_circles() -> None:
    arrows = {
        module: {name for _, name in imported(module) if name in PATHS and name != module} for module in PATHS
    }
    done: set[str] = set()
    while ready := {module for module in arrows if module not in done and arrows[module] <= done}:
        done |= ready
    assert set(arrows) - done == set()


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("vectorstore")])
def test_the_store_knows_nothing_of_the_assistant(module: str) -> None:
    assert not [name for _, name in imported(module) if name.split(".")[0] in ("assistant", "app")]


@pytest.mark.parametrize("module", MODULES)
def test_engines_stay_in_their_modules(module: str) -> None:
    for node, name in imported(module):
        package = name.split(".")[0]
        if package in OURS or package == "__future__":
            continue
        where = f"{module}:{node.lineno} imports {package}"
        if package in sys.stdlib_module_names:
            assert within(module, STANDARD.get(package, {module})), where
        else:
            assert package in ENGINES, f"{where}, which has no module of its own in ENGINES"
            assert within(module, ENGINES[package]), where


def test_every_engine_is_in_use() -> None:
    used = {name.split(".")[0] for module in MODULES for _, name in imported(module)}
    assert set(ENGINES) - used == set()


@pytest.mark.parametrize("module", MODULES)
def test_imports_stand_at_the_top(module: str) -> None:
    for node, name in imported(module):
        late = node not in tree(module).body
        assert not late or (module, name) in LATE, f"{module}:{node.lineno}: {name} is imported late"


@pytest.mark.parametrize("module", [module for module in MODULES if module != "assistant.settings"])
def test_the_environment_is_read_only_in_settings(module: str) -> None:
    for node in ast.walk(tree(module)):
        names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set[str]()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            names.add(node.attr)
        found = names & {"environ", "environb", "getenv", "getenvb"}
        assert not found, f"{module}:{getattr(node, 'lineno', 0)} reads the environment"


def lengths(module: str) -> Iterator[tuple[str, int, int]]:
    """(name, lines, most lines) of the module and each of its functions."""
    yield module, len(PATHS[module].read_text(encoding="utf-8").splitlines()), MODULE_LINES
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, FUNCTION_LINES


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_are_small(module: str) -> None:
    for name, lines, most in lengths(module):
        allowed = LONG[name][0] if name in LONG else most
        assert lines <= allowed, f"{name} has {lines} lines, at most {allowed}"
