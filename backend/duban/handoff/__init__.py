"""Handoff (移送往来): what two organisations say to each other about one case, as messages that cannot be lost.

Everything either side says is one immutable message; where a handoff stands is reckoned from the set of them alone
(`protocol.py`), whatever way they came: over the screens, the API, a disc or paper. Knows no clue and no referral.
"""
