"""What the command says, in its reader's language: ``_`` for what it prints itself, ``translated`` for other text."""

from console.messages.catalogue import gettext as _
from console.messages.templates import translated

__all__ = ["_", "translated"]
