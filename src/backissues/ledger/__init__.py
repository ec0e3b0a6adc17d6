"""The ledger, `permalinks.tsv`: ids and addresses that last, and the order of arrival.

Comes in: the folder of a collection, the documents of a build. Goes out: a row for each of them.
Must not know: what stands in a document. `file` reads and writes, `identity` knows documents again,
`book` keeps the promise.
"""

from backissues.ledger.book import Assignment, assign, changes
from backissues.ledger.file import FILE, load, read, save, written
from backissues.ledger.identity import Candidate
from backissues.ledger.standing import Standing

__all__ = [
    "FILE",
    "Assignment",
    "Candidate",
    "Standing",
    "assign",
    "changes",
    "load",
    "read",
    "save",
    "written",
]
