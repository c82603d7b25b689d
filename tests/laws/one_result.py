#!/usr/bin/env python3
"""One result however it is run, through the command line: one_result.py RETOLD PAGES

- the same bytes for any number of threads;
- the same families for any order and any batches of arrival;
- killed at any of many moments, `add` leaves a store without a fault, and the next `add` ends where an undisturbed one does.
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

KILLS = 8
WORDS = (
    "harbour board divers pier barge crane timber fog morning inquiry minister engine signal captain chart vellum mirror museum price "
    "letter council vote bridge winter storm orchard clinic teacher rescue valley railway tunnel permit budget quarry"
).split()


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, **more).stdout


def made_page(rng, n):
    """A page of its own words; every third one is a copy, with another headline, of the page before it."""
    base = random.Random(n - n % 3 // 2)
    paragraphs = [" ".join(base.choice(WORDS) + str(base.randrange(40)) for _ in range(60)).capitalize() + "." for _ in range(4)]
    title = "Page %d of %s" % (n, rng.choice(WORDS))
    body = "".join("<p>%s</p>\n" % p for p in paragraphs)
    return "<!DOCTYPE html><html><head><title>%s</title></head><body><article><h1>%s</h1>\n%s</article></body></html>" % (title, title, body)


def made_pages(folder, count):
    rng = random.Random(5)
    os.makedirs(folder)
    for n in range(count):
        with open(os.path.join(folder, "page%03d.html" % n), "w", encoding="utf8") as f:
            f.write(made_page(rng, n))
    return folder


def articles_of(retold, store):
    return [json.loads(line) for line in run(retold, "list", store, "articles", "--json").splitlines()]


def families_of(retold, store):
    groups = {}
    for a in articles_of(retold, store):
        groups.setdefault(a["family"], set()).add(a["id"])
    return sorted(sorted(g) for g in groups.values())


def same_for_any_threads(retold, pages, work):
    for command in (["extract", pages], ["add", "STORE", pages]):
        digests = set()
        for jobs in ("1", "2", "8"):
            store = os.path.join(work, "jobs" + jobs)
            out = run(retold, *[store if c == "STORE" else c for c in command], "--quiet", "--jobs", jobs)
            out += run(retold, "list", store, "stories", "--json") if "STORE" in command else b""
            digests.add(hashlib.sha256(out).hexdigest())
        assert len(digests) == 1, "%s differs with the number of threads" % command[0]


def same_for_any_batches(retold, pages, work):
    paths = [os.path.join(pages, name) for name in sorted(os.listdir(pages))]
    wanted = None
    for seed in range(3):
        store = os.path.join(work, "batches%d" % seed)
        rng = random.Random(seed)
        order = paths[:]
        if seed:
            rng.shuffle(order)
        step = (len(order), 1, 7)[seed]
        for i in range(0, len(order), step):
            run(retold, "add", "--quiet", store, *order[i : i + step])
        found = families_of(retold, store)
        wanted = wanted or found
        assert found == wanted, "families differ with the order or the batches"
    assert any(len(g) > 1 for g in wanted), "no family at all: the test shows nothing"


def come_through(retold, store, pages, wanted):
    """A store whose writer was killed is without a fault, and ends where an undisturbed one does."""
    if os.path.exists(store):
        run(retold, "doctor", store)
    run(retold, "add", "--quiet", store, pages)
    run(retold, "doctor", store)
    assert families_of(retold, store) == wanted, "after a kill the store is another"


def killed_and_whole(retold, work):
    pages = made_pages(os.path.join(work, "made"), 400)
    undisturbed = os.path.join(work, "undisturbed")
    begun = time.monotonic()
    run(retold, "add", "--quiet", undisturbed, pages)
    whole = time.monotonic() - begun
    wanted = families_of(retold, undisturbed)
    assert sum(len(g) > 1 for g in wanted) > 50, "the made pages have no copies"
    rng = random.Random(11)
    killed = tries = 0
    while killed < KILLS and tries < 4 * KILLS:
        store = os.path.join(work, "killed%d" % tries)
        child = subprocess.Popen([retold, "add", "--quiet", store, pages], stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.01, whole))
        child.kill()
        tries += 1
        if child.wait() == 0:
            whole *= 0.8  # it was faster than the undisturbed one: kill sooner
        else:
            killed += 1
            come_through(retold, store, pages, wanted)
        for end in ("", "-wal", "-shm", "-lock"):
            if os.path.exists(store + end):
                os.remove(store + end)
    assert killed == KILLS, "only %d of %d were killed in time" % (killed, tries)


def main():
    retold, pages = (os.path.abspath(a) for a in sys.argv[1:])
    work = tempfile.mkdtemp(prefix="retold-laws-")
    try:
        same_for_any_threads(retold, pages, work)
        same_for_any_batches(retold, pages, work)
        killed_and_whole(retold, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
