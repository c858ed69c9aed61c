"""Reads official files (the decree's annex, service guides) into plain records.

Nothing here changes the knowledge data: `tables.read_tables` opens a file, `annex.read_annex` and
`guide_book.read_guide_book` say what stands in it. Every row ends in the result, among what was
read, what was set aside, or what a person has to look at.
"""
