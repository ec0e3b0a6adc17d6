"""Makes the files that are not as they were, aside: in as many processes as it is worth.

Comes in: outputs, the site as it stands, the record of what was made. Goes out: `Making`: the sum
of every file, and which of them differ from the site's and lie in the workshop now.
Must not know: what an output shows, how files come into place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from backissues import urls
from backissues.codes import FaultError, diagnose
from backissues.filenames import name_of
from backissues.files import look_at
from backissues.model import Diagnostic, Output
from backissues.pool import Crew, Died, processes
from backissues.publish.handling import write
from backissues.publish.places import file_of
from backissues.publish.standing import Site, StopError
from backissues.publish.unwritable import unwritable
from backissues.publish.workshop import Workshop
from backissues.record import Made, Record

# So many files are made in one process, of some 2 ms each: a worker loads and compiles for 0.1 s
# what the first page, feed and table of its own ask for.
_WORTH = 160


def _silent(done: int, total: int) -> None:
    pass


def _nothing() -> None:
    pass


class Manner(Struct, frozen=True, kw_only=True):
    """How files are made: what is known of those that stand, and by how many processes.

    With None, as many are used as it is worth. `before` is called before there are several: what
    they share should take little room. `progress` is told how many files are made, of all; `last`
    is what each other process does when it has made its last one.
    """

    record: Record = {}
    jobs: int | None = 1
    before: Callable[[], None] = _nothing
    progress: Callable[[int, int], None] = _silent
    last: Callable[[], None] = _nothing


class _File(Struct, frozen=True):
    """One file that was made: its sum, and whether it differs from what stands in the site."""

    sha256: str
    differs: bool


class Making(Struct, frozen=True, kw_only=True):
    """What is to stand: the sum of each path, and the paths whose file differs and lies aside.

    `count` says how many had to be made; `known` and `keys` are for the next build's record.
    """

    manifest: dict[str, str]
    changed: list[str]
    count: int
    known: dict[str, Made]
    keys: dict[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()

    def record(self, site: Site) -> dict[str, Made]:
        """Remember all files as they stand in the site by now."""
        record = dict(self.known)
        sums = {**self.manifest, urls.MANIFEST: ""}
        for path, key in {**self.keys, urls.MANIFEST: ""}.items():
            try:
                look = look_at(name_of(site.name, path))
            except OSError:  # somebody was faster; it will be made again
                continue
            record[path] = Made(key, sums[path], look)
        return record


def make(planned: Sequence[Output], site: Site, shop: Workshop, *, manner: Manner) -> Making:
    """Make what is not as the record says, and put aside what differs from the site."""
    known = {one.path: made for one in planned if (made := _standing(one, manner.record, site))}
    missing = [one for one in planned if one.path not in known]
    # What is put together of others comes behind them.
    missing.sort(key=lambda one: bool(one.parts))
    tasks = list(_tasks(one for one in missing if not one.parts))

    def together(task: Sequence[int]) -> list[_File]:
        return [_made(missing[number], site, shop) for number in task]

    jobs = processes(manner.jobs, len(missing), worth=_WORTH)
    if jobs > 1:
        manner.before()
    crew = Crew(together, jobs, last=manner.last)
    files: dict[int, _File] = {}
    for task, done in zip(tasks, crew.results(tasks), strict=True):
        if isinstance(done, Died):
            place = str(site.target / missing[task[0]].path)
            raise StopError(diagnose("P-009", place, why="the process that made it died, twice"))
        files.update(zip(task, done, strict=True))
        manner.progress(len(files), len(missing))
    fresh = {missing[number].path: file for number, file in files.items()}
    for one in missing[len(files) :]:
        aside = {path for path in one.parts if path in fresh and fresh[path].differs}
        fresh[one.path] = _put_together(one, aside, site=site, shop=shop)
    return Making(
        manifest={one.path: (fresh.get(one.path) or known[one.path]).sha256 for one in planned},
        changed=[path for path, file in fresh.items() if file.differs],
        count=len(missing),
        known=known,
        keys={one.path: one.key for one in missing},
        diagnostics=(diagnose("X-004", "", count=crew.died),) if crew.died else (),
    )


def _standing(output: Output, record: Record, site: Site) -> Made | None:
    """Return what the record says of an output, if that is how it stands in the site."""
    path = output.path
    made = record.get(path)
    if made is None or made.key != output.key or site.manifest.get(path) != made.sha256:
        return None
    try:
        look = look_at(name_of(site.name, path))
    except OSError:
        return None
    if look == made.look:
        return made
    # It was touched, and may hold the same.
    return replace(made, look=look) if site.is_ours(path) else None


def _tasks(outputs: Iterable[Output]) -> Iterator[list[int]]:
    """Yield the places of outputs, alone, or of those that are made of the same work together."""
    groups: dict[str | int, list[int]] = {}
    for number, one in enumerate(outputs):
        groups.setdefault(one.together or number, []).append(number)
    yield from groups.values()


def _made(output: Output, site: Site, shop: Workshop) -> _File:
    """Make one output, and put it aside where the site holds other bytes."""
    try:
        data = output.make()
    except FaultError as fault:
        raise StopError(fault.found) from fault
    except Exception as error:  # outputs come from templates and themes, which may raise anything
        place = str(site.target / output.path)
        raise StopError(diagnose("P-009", place, why=described(error))) from error
    sha256 = hashlib.sha256(data).hexdigest()
    differs = not site.holds(output.path, data, sha256)
    if differs:
        write_aside(shop, output.path, data, site=site)
    return _File(sha256, differs)


def _put_together(output: Output, aside: Container[str], *, site: Site, shop: Workshop) -> _File:
    """Make an output of others, of which some lie aside and the rest stand in the site.

    It may be larger than all memory: 10,000 records are 300 MB.
    """
    digest = hashlib.sha256()
    file = file_of(shop.new, output.path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            for path in output.parts:
                data = file_of(shop.new if path in aside else site.target, path).read_bytes()
                digest.update(data)
                stream.write(data)
        sha256 = digest.hexdigest()
        differs = site.manifest.get(output.path) != sha256 or not site.is_ours(output.path)
        if not differs:
            file.unlink()
    except OSError as error:
        raise StopError(unwritable(site.target / output.path, error)) from error
    return _File(sha256, differs)


def described(error: Exception) -> str:
    """Say in a line what kind of failure it was."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def write_aside(shop: Workshop, path: str, data: bytes, *, site: Site) -> None:
    """Write a file aside; a failure names the place in the site that it was meant for."""
    try:
        write(name_of(shop.new, path), data)
    except OSError as error:
        raise StopError(unwritable(site.target / path, error)) from error
