"""Errors of the assistant.

AssistantError
├── SettingsError      a setting has a value that cannot be used
├── ReadError          a file cannot be read as what it claims to be
│   └── LimitExceeded  the file is larger than the limits in the settings
├── PromptError        a prompt file is missing, or its placeholders do not fit
├── ExportError        a digest cannot be written in the form or to the place asked for
├── WatchError         the list of saved topics cannot be read or written
├── ConversationError  no such conversation, or one that cannot be kept or read
├── FixError           an article cannot be put right in the way asked for
├── AccessError        not signed in, not allowed, or locked out for a while
├── UserError          the users file cannot be read or written, or has no such user
├── DigestError        no such digest, or one that cannot be read
├── BusyError          the same work goes on already, or too much does
├── ScriptError        no such script, one that cannot be read, or a step of its sign-off that is not allowed
├── MediaError         sound or pictures cannot be made or written
│   ├── VoiceError     nothing can be read aloud: no voice, no model, or the endpoint failed
│   └── VideoError     nothing can be drawn or rendered
└── ChatError          the chat model did not give a usable reply
    ├── ChatRefused    the endpoint refused for good (wrong key, unknown model, bad request)
    ├── ChatUnavailable  no connection, or still failing after the retries
    ├── Awaited        the reply is to come with a batch; asking again before that is of no use
    └── NotAsked       the call was not made, and in this run none will be
        ├── BudgetExceeded  the run has used up its tokens
        └── Stopped    the run was told to stop
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


class ScriptError(AssistantError):
    """There is no such script, it cannot be read, or a step of its sign-off is not allowed."""


class FixError(AssistantError):
    """An article cannot be put right in the way asked for."""


class AccessError(AssistantError):
    """Whoever asks is not signed in, may not do this, or is locked out for a while."""


class UserError(AssistantError):
    """The users file cannot be read or written, or there is no such user."""


class DigestError(AssistantError):
    """There is no such kept digest, or it cannot be read."""


class BusyError(AssistantError):
    """The same work goes on already, or too much of it does."""


class MediaError(AssistantError):
    """Sound or pictures cannot be made or written."""


class VoiceError(MediaError):
    """Nothing can be read aloud: there is no voice or no model, or the endpoint failed."""


class VideoError(MediaError):
    """Nothing can be drawn or rendered."""


class ChatError(AssistantError):
    """The chat model did not give a usable reply."""


class ChatRefused(ChatError):
    """The endpoint refused for good: wrong key, unknown model, bad request."""


class ChatUnavailable(ChatError):
    """No connection to the endpoint, or still failing after the retries."""


class Awaited(ChatError):
    """The reply is to come with a batch; asking again before that is of no use."""


class NotAsked(ChatError):
    """The call was not made, and in this run none will be."""


class BudgetExceeded(NotAsked):
    """The run has used up its tokens."""


class Stopped(NotAsked):
    """The run was told to stop."""
