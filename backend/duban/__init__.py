"""Duban (督办): supervise a matter until it is done. One ledger for health rectification campaigns."""
