"""Referral of suspected crime to the police (移送): the authority's own case, from the team to the archive.

What is said between the two sides goes through `handoff`; what the police do by their own hand arrives there and is
taken here as the same steps that the team records from paper (RULES part C, machine 5).
"""
