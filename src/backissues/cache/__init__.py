"""What was worked out once, kept in the user's cache folder: deleting it changes time, not output.

Comes in: a collection, what a build makes of it. Goes out: the same, without working it out again.
`store` is the file, `program` says which program made what is in it, `files` knows the sums of
files, `readings` the documents, `shelf` gives their articles, `sites` what stands in a site.
Must not know: pages, how a document is read.
"""

from backissues.cache.readings import Known, Readings
from backissues.cache.shelf import Shelf
from backissues.cache.store import Cache, file_for

__all__ = ["Cache", "Known", "Readings", "Shelf", "file_for"]
