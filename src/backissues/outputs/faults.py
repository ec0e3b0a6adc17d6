"""Says where and why a template of a collection failed.

Comes in: what Jinja or a template raised. Goes out: a diagnostic with the file and line, where the
fault lies in a file of the collection; a fault of ours is none of its keeper's.
Must not know: what the template was to show.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from backissues.codes import diagnose
from backissues.model import Diagnostic
from backissues.outputs.templates import ORIGINAL, Loader

_FIELDS = "docs/templates.md lists what each template may show"
_NAMES = "docs/templates.md lists all templates; ours are reached by “original/”, too"
_SYNTAX = "the signs of templates are {{ … }}, {% … %} and {# … #}"
_SAFE = "templates of a collection show values, and run nothing else"
_ITSELF = "a template that changes one of ours begins with {{% extends “{original}” %}}"
_UTF_8 = "save the file as UTF-8"


def place(name: str) -> str:
    """Return the path in the collection of one of its templates."""
    return f"templates/{name}"


def said(name: str, line: int | None, *, why: str, advice: str) -> Diagnostic:
    """Make the diagnostic of a template that cannot be used."""
    return diagnose("P-014", place(name), line, why=why, advice=advice)


def located(error: Exception, loader: Loader) -> Diagnostic | None:
    """Return what is to be said of a failure, if it lies in a template of the collection."""
    if isinstance(error, TemplateSyntaxError) and error.name and loader.own(error.name):
        return said(error.name, error.lineno, why=error.message or "syntax", advice=_SYNTAX)
    found = _last_own(error, loader)
    if found is None:
        return None
    name, line = found
    return said(name, line, why=_why(error), advice=_advice(error, name))


def unreadable(name: str, error: OSError | UnicodeDecodeError) -> Diagnostic:
    """Say why a template cannot even be read."""
    if isinstance(error, UnicodeDecodeError):
        why = f"byte {error.start + 1} is no UTF-8"
        return said(name, None, why=why, advice=_UTF_8)
    return said(name, None, why=error.strerror or str(error), advice="make the file readable")


def _last_own(error: Exception, loader: Loader) -> tuple[str, int | None] | None:
    """Find the last line of a traceback that stands in a template of the collection."""
    names = {str(file): name for name, file in loader.owned()}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if str(Path(frame.filename)) in names:
            return names[frame.filename], frame.lineno
    return None


def _why(error: Exception) -> str:
    """Say in words what was raised."""
    match error:
        case TemplateNotFound():
            return f"there is no template “{error.name or error.message}”"
        case RecursionError():
            return "it extends, includes or calls itself without end"
        case UndefinedError() | SecurityError():
            return str(error)
        case _:
            return f"{type(error).__name__}: {error}"


def _advice(error: Exception, name: str) -> str:
    """Say what to do about it."""
    match error:
        case TemplateNotFound():
            return _NAMES
        case RecursionError():
            return _ITSELF.format(original=ORIGINAL + name)
        case SecurityError():
            return _SAFE
        case _:
            return _FIELDS
