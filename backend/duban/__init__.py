"""Duban (督办): supervise a matter until it is done. One ledger for health rectification campaigns."""

__version__ = "0.1.0"
