"""What was worked out once, kept in the user's cache folder: deleting it changes time, not output.

Comes in: a collection, what a build makes of it. Goes out: the same, without working it out again.
`store` is the file, `program` says which program made what is in it, `keys` knows which documents
are as they were, `readings` what was read of them, `indexes` those over all articles; `shelf` gives
articles, `standstill` tells whether there is anything to do.
Must not know: pages, how a document is read.
"""
