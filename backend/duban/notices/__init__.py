"""Notices and letters of other organs (反向通报与函件): what the police, procuratorates, courts, supervisory organs
and the joint conference tell a health authority and the institution concerned, and what came of it."""
