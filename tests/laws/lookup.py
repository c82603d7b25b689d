#!/usr/bin/env python3
"""Laws of `lookup`: the same answers whatever the order and the batches that articles came in, after a refresh, and after a kill.

usage: lookup.py RETOLD FOLDER     FOLDER: HTML pages
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

RETOLD, FOLDER = sys.argv[1], os.path.abspath(sys.argv[2])
PAGES = sorted(os.path.join(FOLDER, name) for name in os.listdir(FOLDER) if name.endswith(".html"))


def run(*command):
    return subprocess.run([RETOLD, *command], check=True, capture_output=True, text=True).stdout


def answers(store):
    """What is found for each page. Families are left out: their ids hang on who came first."""
    rows = [json.loads(line) for line in run("lookup", store, "--json", "--quiet", *PAGES).splitlines()]
    for row in rows:
        for match in row["matches"]:
            match.pop("family")
    return rows


def filled(folder, name, batches):
    store = os.path.join(folder, name)
    for batch in batches:
        run("add", "--quiet", store, *batch)
    return store


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = filled(folder, "whole", [PAGES])
        expected = answers(whole)
        assert sum(len(row["matches"]) for row in expected) > 2 * len(PAGES), "hardly anything is found"
        assert all(any(m["relation"] == "exact" for m in row["matches"]) for row in expected), "a page doesn't find itself"
        shuffled = PAGES[:]
        random.Random(7).shuffle(shuffled)
        assert answers(filled(folder, "one", [[page] for page in shuffled])) == expected, "one by one, in another order"
        run("refresh", "--quiet", whole)
        assert answers(whole) == expected, "after a refresh"
        killed = os.path.join(folder, "killed")
        adding = subprocess.Popen([RETOLD, "add", "--quiet", killed, *PAGES])
        time.sleep(0.02)
        adding.kill()
        adding.wait()
        run("add", "--quiet", killed, *PAGES)
        assert answers(killed) == expected, "after a kill"
    print("lookup: %d pages, %d matches" % (len(expected), sum(len(row["matches"]) for row in expected)))


main()
