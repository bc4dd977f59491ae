"""Webhooks: what the journal's feed tells a machine client, pushed to its address. Knows no kind of matter.

Signed after the Standard Webhooks specification, one at a time and in the journal's order, again until it is taken.
"""
