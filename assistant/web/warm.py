"""What takes seconds is done before the server opens its door: the first reader waits no longer than the others."""

from __future__ import annotations

import importlib
import logging

from streamlit.logger import set_log_level

from assistant.errors import AssistantError
from assistant.web import resources
from vectorstore.errors import StoreError
from vectorstore.records import Filter

_LOG = logging.getLogger(__name__)
_PAGES = "assistant.web.routes"


def warm_up() -> None:
    """Load the pages and open the store. What goes wrong with the store is for the pages to say."""
    set_log_level("error")  # Streamlit warns of every cache that is made before its server runs
    try:
        importlib.import_module(_PAGES)  # here, where its warnings are not heard
        resources.store().search("工会", admit=Filter(), limit=1)
        resources.conversations()
        resources.kept_digests()
    except (StoreError, AssistantError) as error:
        _LOG.warning("%s", error)
    finally:
        set_log_level("info")
