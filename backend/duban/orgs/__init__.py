"""Organisations, people, machines: who they are, how they sign in, and what their roles let them do.

Knows no matter (institution's registry, campaign, duty, task); everything above asks it only for an `Actor`.
"""
