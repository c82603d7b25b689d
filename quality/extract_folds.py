#!/usr/bin/env python3
"""Stands in for `retold extract --list` when weights are measured: each page by the weights that never saw its site.

    RETOLD=build/retold RETOLD_FOLDS=build/folds python3 ../shared/eval/eval.py extract --bin quality/extract_folds.py

RETOLD_FOLDS are the folders that `tools/train_extract.py --folds` and `tools/train_plain.py --folds` wrote, parted by ":": <fold>.txt and
pages.json {id: fold}. A page that no fold was learned from goes by fold 0 of the first. Anything but `extract --list FILE` is handed to retold as it is.
"""
import json
import os
import subprocess
import sys
import tempfile


def run(retold, listing, weights, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=os.path.dirname(os.path.abspath(listing)), encoding="utf8") as part:
        part.writelines(json.dumps(row) + "\n" for row in rows)
        part.flush()
        done = subprocess.run([retold, "extract", "--weights", weights, "--list", part.name], stdout=subprocess.PIPE, check=True)
    return done.stdout.splitlines()


def main():
    retold, folds = os.environ.get("RETOLD", "build/retold"), os.environ["RETOLD_FOLDS"].split(os.pathsep)
    if len(sys.argv) != 4 or sys.argv[1:3] != ["extract", "--list"]:
        os.execv(retold, [retold] + sys.argv[1:])
    with open(sys.argv[3], encoding="utf8") as f:
        rows = [json.loads(line) for line in f]
    fold_of = {}
    for folder in folds:
        with open(os.path.join(folder, "pages.json"), encoding="utf8") as f:
            fold_of.update((i, os.path.join(folder, "%d.txt" % fold)) for i, fold in json.load(f).items())
    groups = {}
    for place, row in enumerate(rows):
        groups.setdefault(fold_of.get(row["id"], os.path.join(folds[0], "0.txt")), []).append((place, row))
    out = [b""] * len(rows)
    for weights, group in sorted(groups.items()):
        found = run(retold, sys.argv[3], weights, [row for _, row in group])
        for (place, _), line in zip(group, found):
            out[place] = line
    sys.stdout.buffer.write(b"".join(line + b"\n" for line in out))


if __name__ == "__main__":
    main()
