"""Imports: a file becomes a receipt that accounts for every row: checked, previewed, applied, and shown again later.

What a resource's rows are is said by importers (`kernel.importing.IMPORTERS`); this package keeps the runs.

    models          the run and its rows
    receiving       a file becomes a run with rows
    running         rows are checked and applied, batch by batch
    work            the same as a background job
    templates       the empty sheet with headings and notes
    organisations, people, roles    importers of the organisation tree and of accounts
    importing_files the whole way for a file at hand, for the command line
"""
