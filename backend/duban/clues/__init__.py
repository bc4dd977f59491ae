"""Clues of crime and breach (线索): reported by institutions, found in complaints and inspections, kept by few.

A clue belongs to the health authority that keeps it and is confided (`kernel/confiding.py`): no institution reads one,
the institution that reported it reads its own report and nothing of what followed (RULES machine 5, S0 and S1). What is
referred to the police goes on in `referrals`; what goes to other organs is a transfer here.
"""
