#!/usr/bin/env python3
"""How far retold's families agree with the pairs of natural_pairs.csv, which were judged by reading.

usage: natural_pairs.py RETOLD DATA [--show]

DATA is the data folder of the evaluation. A judgement is "same" (a copy, an update, an abridgement), "form" (a series of one desk:
other news in the same words), or "passage" (another article that takes over a stretch, or the background of a running story). Only
"same" ought to be one family. Of the samples, "first" was read while the rules were made, "second" before anything was run on
it; it has pairs of the wire texts that "first" leaves out, and of the articles of other sets. "third" was drawn evenly by containment
of words in fours from a fifth on, as far as pairs were left, and judged by a second reader who never saw what retold says; "third-doubtful" are those of which that
reader was unsure. Each is a corpus of its own.
"""
import csv
import glob
import gzip
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SETS = {"polnear": "polnear/", "polnear-train": "polnear/", "denews": "denews/", "denews-train": "denews/", "aquaint": "aquaint/", "timebank": "timebank/"}


def lines_of(path):
    with gzip.open(path, "rt", encoding="utf8") as f:
        for line in f:
            yield json.loads(line)


def articles(data):
    """(id, title, text) of all articles that can be in a pair."""
    for row in lines_of(os.path.join(data, "natural-pairs/pairs.jsonl.gz")):
        for name, text in zip(row["pair"].split("|"), (row["a"], row["b"])):
            title, _, body = text.partition("\n")
            yield name, title, body
    with gzip.open(os.path.join(data, "copies/base.json.gz"), "rt", encoding="utf8") as f:
        for row in json.load(f):
            yield row["id"], row["title"], "\n".join([row.get("dateline") or ""] + row["paras"]).strip()
    for path in sorted(glob.glob(os.path.join(data, "[sqt]*/*/docs.jsonl.gz"))):
        before = SETS.get(os.path.basename(os.path.dirname(path)), "")
        for row in lines_of(path):
            name = row.get("id") or row["doc"]
            yield before + (name.split()[0] if before == "denews/" else name), row.get("title"), row["text"]
    for path in sorted(glob.glob(os.path.join(data, "extract/*/gold.jsonl.gz"))):
        for row in lines_of(path):
            if row.get("text"):
                yield "%s/%s" % (row["set"], row["id"]), row.get("title"), row["text"]


def family_of(retold, names, texts):
    """Family of each text, over all texts of the sample at once."""
    given = "".join(json.dumps({"id": n, "title": texts[n][0] or "", "text": texts[n][1]}) + "\n" for n in sorted(names))
    out = subprocess.run([retold, "copies", "--quiet", "--families", "-", "-"], input=given, check=True, capture_output=True, text=True).stdout
    return {r["id"]: r["family"] for r in map(json.loads, out.splitlines())}


def score(retold, sample, judged, texts, show):
    family = family_of(retold, {n for pair in judged for n in pair.split("|")}, texts)
    counts = {}
    for pair, judgement in judged.items():
        a, b = pair.split("|")
        joined, true = family[a] is not None and family[a] == family[b], judgement == "same"
        counts[joined, true] = counts.get((joined, true), 0) + 1
        if joined != true and show:
            print("%s %s: %s" % ("joined" if joined else "apart", pair, judgement))
    hit, false, missed = counts.get((True, True), 0), counts.get((True, False), 0), counts.get((False, True), 0)
    print("%s: pairs %d precision %.3f recall %.3f" % (sample, len(judged), hit / max(1, hit + false), hit / max(1, hit + missed)))


def main():
    retold, data = os.path.abspath(sys.argv[1]), sys.argv[2]
    samples = {}
    with open(os.path.join(HERE, "natural_pairs.csv"), encoding="utf8") as f:
        for row in csv.DictReader(f):
            samples.setdefault(row["sample"], {})[row["pair"]] = row["judgement"]
    wanted = {n for judged in samples.values() for pair in judged for n in pair.split("|")}
    texts = {}
    for name, title, text in articles(data):
        if name in wanted:
            texts.setdefault(name, (title, text))
    for sample, judged in samples.items():
        score(retold, sample, judged, texts, "--show" in sys.argv)


if __name__ == "__main__":
    main()
