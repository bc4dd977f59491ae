"""`python -m duban`: the same as the command `duban`."""

from duban.cli import app

app()
