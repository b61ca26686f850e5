"""The question sets of a data folder: those imported, those accepted from drafts, and the ones that come with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from assistant.access import User, require
from assistant.errors import ReadError
from assistant.evaluation.drafts import Draft, load_drafts, questions_of, save_drafts
from assistant.evaluation.imports import Imported, mapped
from assistant.evaluation.questions import load_questions, write_questions
from assistant.evaluation.records import Stored
from assistant.evaluation.tables import rows_of

SHIPPED = "示例报纸的题库"
DRAFTED = "从草稿采用的题"
_NAME = re.compile(r"[^\w.-]+")
_NAME_CHARS = 60


class QuestionSets:
    """Question sets by name. What changes them asks who it is that wants it."""

    def __init__(self, folder: Path, *, shipped: Path, drafts: Path) -> None:
        """`shipped`: the file that comes with the program, where it is there; `drafts`: that of proposed questions."""
        self._folder = folder
        self._shipped = shipped
        self._drafts = drafts

    def names(self) -> tuple[str, ...]:
        """The sets there are."""
        found = [SHIPPED] if self._shipped.is_file() else []
        if questions_of(self.drafts()):
            found.append(DRAFTED)
        return (*found, *sorted(path.stem for path in self._folder.glob("*.jsonl")))

    def load(self, name: str) -> tuple[Stored, ...]:
        """The questions of the set. Raises ReadError."""
        if name == DRAFTED:
            return questions_of(self.drafts())
        if name not in self.names():
            raise ReadError(f"没有“{name}”这个题库：请刷新页面重选。")
        return load_questions([self._shipped if name == SHIPPED else self._folder / f"{name}.jsonl"])

    def add(self, who: User, file: str, data: bytes) -> tuple[str, Imported]:
        """Import a file of any tool as a set; its name, and what it lacks. Raises ReadError, AccessError."""
        require(who, "editor", "导入题库")
        path = Path(file)
        name = _NAME.sub("_", path.stem)[:_NAME_CHARS] or "questions"
        imported = mapped(rows_of(data, path), name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadError(f"{self._folder}：写不进去（{error.strerror}），请检查权限。") from error
        write_questions(self._folder / f"{name}.jsonl", imported.questions)
        return name, imported

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft with what was made of it. Raises ReadError."""
        return load_drafts(self._drafts)

    def propose(self, who: User, new: tuple[Draft, ...]) -> None:
        """Keep more drafts. Raises ReadError, AccessError."""
        require(who, "editor", "出题")
        save_drafts(self._drafts, (*self.drafts(), *new))

    def decide(self, who: User, number: str, decision: Callable[[Draft], Draft]) -> None:
        """Accept, edit or drop the draft of this id. Raises ReadError, AccessError."""
        require(who, "editor", "审题")
        drafts = self.drafts()
        if not any(draft.stored.id == number for draft in drafts):
            raise ReadError("这道草稿已经不在了：请刷新页面。")
        decided = [decision(draft) if draft.stored.id == number else draft for draft in drafts]
        save_drafts(self._drafts, decided)
