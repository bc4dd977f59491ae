"""Rectification campaigns: a plan as data becomes clauses, a clause becomes duties, a duty ends in proof.

The pure half knows neither database nor HTTP:

    strict_yaml   text → plain data, nothing clever allowed in the file
    catalogues    the codes that plans use, with their Chinese and English names
    plans         the typed plan (`seed-plan/1`)
    blanks        what a plan leaves open; `filling` closes it, `suggesting` proposes how
    expansions    our reading of the shipped plans: which form proves which task, who is meant by which name
    clauses       plan → clauses (what is owed, by whom, how often, proved by what) and check items
    periods       rhythm + window → reporting periods; `schedule` applies that to a clause of a filled plan
    forms         typed forms (`form/1`); `form_values` reads and checks what was filled in
"""
