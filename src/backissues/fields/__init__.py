"""Rules that find the fields of an article, one rule set a file; kinds share them.

Comes in: the facts of a document. Goes out: findings: a value, its evidence, the lines it used up.
Must not know: kinds, settings, templates, files.
"""
