#!/usr/bin/env python3
"""How far retold's families agree with the pairs of natural_pairs.csv, which were judged by reading.

usage: natural_pairs.py RETOLD PAIRS.jsonl.gz [--show]

PAIRS.jsonl.gz has a row for each pair: pair (the two ids with a bar between), containment, a, b (the texts). A judgement is
"same" (a copy, an update, an abridgement), "form" (a series of one desk: other news in the same words), or "passage" (another
article that takes over a stretch, or the background of a running story). Only "same" ought to be one family.
"""
import csv
import gzip
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def family_of(retold, rows):
    """Family of each text, over all texts of all pairs at once."""
    docs = {}
    for row in rows:
        for name, text in zip(row["pair"].split("|"), (row["a"], row["b"])):
            title, _, body = text.partition("\n")
            docs.setdefault(name, {"id": name, "title": title, "text": body})
    given = "".join(json.dumps(d) + "\n" for d in docs.values())
    out = subprocess.run([retold, "copies", "--quiet", "--families", "-", "-"], input=given, check=True, capture_output=True, text=True).stdout
    return {r["id"]: r["family"] for r in map(json.loads, out.splitlines())}


def main():
    retold, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    with open(os.path.join(HERE, "natural_pairs.csv"), encoding="utf8") as f:
        judged = {r["pair"]: r["judgement"] for r in csv.DictReader(f)}
    with gzip.open(path, "rt", encoding="utf8") as f:
        rows = [json.loads(line) for line in f]
    rows = [r for r in rows if r["pair"] in judged]
    family = family_of(retold, rows)
    counts = {}
    for row in rows:
        a, b = row["pair"].split("|")
        joined, true = family[a] is not None and family[a] == family[b], judged[row["pair"]] == "same"
        counts[joined, true] = counts.get((joined, true), 0) + 1
        if joined != true and "--show" in sys.argv:
            print("%s %s containment %.2f: %s" % ("joined" if joined else "apart", row["pair"], row["containment"], judged[row["pair"]]))
    hit, false, missed = counts.get((True, True), 0), counts.get((True, False), 0), counts.get((False, True), 0)
    print("pairs %d precision %.3f recall %.3f" % (len(rows), hit / max(1, hit + false), hit / max(1, hit + missed)))


if __name__ == "__main__":
    main()
