"""How fast Duban is, measured beside a bare route that does the same work on the same machine in the same minute.

`make bench` fills a PostgreSQL database, starts the application and a bare Starlette server over it, and lets a load
generator visit both in turn. What counts is the ratio within a round; absolute figures belong to one machine and day.
The results are written to `docs/benchmarks.md`. Nothing here is part of the product.
"""
