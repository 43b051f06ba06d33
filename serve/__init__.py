"""The HTTP service: put an article into its section."""

from serve.app import create_app
from serve.keys import new_key
from serve.server import run
from serve.settings import Settings

__all__ = ["Settings", "create_app", "new_key", "run"]
