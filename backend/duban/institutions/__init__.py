"""The registry of medical institutions: who they are, what they are licensed for, and the codes that name them."""
