"""Rectification tasks (整改台账): one problem of one institution, from the notice to the look-back.

The specimen module: read `rules.py` first, then `models.py`, `routes.py`, and the acts in the order a task meets them
(`actions.py`, `objections.py`, `extensions.py`, `verification.py`, `look_backs.py`, `publicity.py`). `ledger.py` is the
sheet, `public_*.py` what the public reads and says. It must not know who finds problems: campaigns and later
inspections or complaints call `actions.create_tasks` and say where from; in `sources.py` they vouch for what they keep.
"""
