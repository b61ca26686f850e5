"""Errors of the assistant.

AssistantError
├── SettingsError      a setting has a value that cannot be used
├── ReadError          a file cannot be read as what it claims to be
│   └── LimitExceeded  the file is larger than the limits in the settings
├── PromptError        a prompt file is missing, or its placeholders do not fit
├── ExportError        a digest cannot be written in the form or to the place asked for
├── WatchError         the list of saved topics cannot be read or written
├── ConversationError  no such conversation, or one that cannot be kept or read
└── ChatError          the chat model did not give a usable reply
    ├── ChatRefused    the endpoint refused for good (wrong key, unknown model, bad request)
    ├── ChatUnavailable  no connection, or still failing after the retries
    └── BudgetExceeded  the run has used up its tokens; the call was not made
"""

from __future__ import annotations


class AssistantError(Exception):
    """Root of the assistant's errors. The message is in Chinese and says what to do."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class ReadError(AssistantError):
    """A file cannot be read as what it claims to be."""


class LimitExceeded(ReadError):
    """A file is larger than the limits in the settings."""


class PromptError(AssistantError):
    """A prompt file is missing, or its placeholders do not fit."""


class ExportError(AssistantError):
    """A digest cannot be written in the form or to the place asked for."""


class WatchError(AssistantError):
    """The list of saved topics cannot be read or written."""


class ConversationError(AssistantError):
    """There is no such conversation, or it cannot be kept or read."""


class ChatError(AssistantError):
    """The chat model did not give a usable reply."""


class ChatRefused(ChatError):
    """The endpoint refused for good: wrong key, unknown model, bad request."""


class ChatUnavailable(ChatError):
    """No connection to the endpoint, or still failing after the retries."""


class BudgetExceeded(ChatError):
    """The run has used up its tokens; the call was not made."""
