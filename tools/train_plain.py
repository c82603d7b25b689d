#!/usr/bin/env python3
"""Learns data/plain_weights.txt, the model of lines of docs/how/extract.md, from plain texts with gold text.

    cmake --build build/release --target extract_features
    tools/train_plain.py --features build/release/quality/extract_features --work build/train-plain DATA

DATA holds a folder for each set with gold.jsonl.gz (rows {"id","site","file","text"}) and pages.tar.zst (pages/<file>). Labels, decision, and
figures are those of tools/train_extract.py, as are the options. Prints figures by cross-validation over sites. Only numbers go into weights.
"""
import argparse
import gzip
import json
import os
import subprocess
import sys

import lightgbm
import numpy

import train_extract as pages_of
from train_extract import BODY, FOLDS, SCORE_ONE, Page, aligned, curve, decide, fold_of, shingle_pr, tree_scores, unpack, write_trees

SETS = ("dump", "print")
TREES, LEAVES, RATE = 130, 8, 0.1
DECISION = (819, 1638, 2048, SCORE_ONE // 2)
# Kinds and signs by which src/extract/line_features.c leaves a line to the rules.
SETTLED_KINDS, SETTLED_SIGNS = (2, 4, 5), ("rule", "image", "furniture", "source", "behind_appeal")
NEAR = ("log_words ends stops prose gap dated byline phrase_tail phrase_appeal phrase_has marked repeats group_prose rule_body "
        "sentence_marks capitals colon").split()
FAR = "log_words ends prose gap rule_body stops".split()


def read_set(data, work, binary, name):
    folder = unpack(data, work, name)
    gold = {g["id"]: g for g in map(json.loads, gzip.open(os.path.join(data, name, "gold.jsonl.gz"), "rt", encoding="utf8"))}
    stem = os.path.join(work, name + ".lines")
    with open(stem + ".list", "w", encoding="utf8") as f:
        for i, g in gold.items():
            f.write("%s\t%s\t\n" % (i, os.path.join(folder, "pages", g["file"])))
    subprocess.run([binary, "--lines", stem + ".list", stem], check=True)
    return parse(name, gold, stem)


def parse(name, gold, stem):
    pages, names = [], None
    with open(stem + ".tsv", encoding="utf8", errors="replace", newline="\n") as f:
        for line in f:
            parts = line.rstrip("\n").split("\t")
            if parts[0] == "F":
                names = parts[1:]
            elif parts[0] == "P":
                pages.append(Page(name, gold[parts[1]], []))
                pages[-1].decision = DECISION
            else:
                pages[-1].blocks.append((int(parts[1]), int(parts[2]), int(parts[3]), parts[4]))
    rows, at = numpy.fromfile(stem + ".rows", dtype=numpy.int32).reshape(-1, len(names)), 0
    signs = [names.index(s) for s in SETTLED_SIGNS]
    for page in pages:
        page.rows = rows[at : at + len(page.blocks)]
        appeal = names.index("phrase_appeal")
        page.fields = [b[2] in SETTLED_KINDS or bool(row[signs].any()) or (b[2] != BODY and bool(row[appeal]))
                       for b, row in zip(page.blocks, page.rows)]
        at += len(page.blocks)
    return names, pages


def label(page):
    words = [pages_of.WORD.findall(b[3].casefold()) for b in page.blocks]
    page.labels = [int(x) for x in aligned(words, page.gold["text"])]
    whole = sum(len(w) for w in words) ** 0.5 or 1
    page.weights = [10 * max(len(w), 1) ** 0.5 / whole for w in words]


def columns_of(names):
    return [(n, 0) for n in names] + [(n, d) for d in (-4, -3, -2, -1, 1, 2, 3, 4) for n in (NEAR if abs(d) <= 2 else FAR)]


def matrix(pages, names, columns):
    parts = []
    for page in pages:
        n = len(page.rows)
        padded = numpy.full((n + 8, len(names)), pages_of.MISSING, dtype=numpy.int32)
        padded[4 : n + 4] = page.rows
        parts.append(numpy.stack([padded[4 + d : 4 + d + n, names.index(f)] for f, d in columns], axis=1))
    return numpy.concatenate(parts)


def learn(pages, names, columns):
    weights = numpy.concatenate([numpy.array(p.weights) for p in pages])
    data = lightgbm.Dataset(matrix(pages, names, columns), numpy.concatenate([p.labels for p in pages]), weight=weights,
                            params={"max_bin": 63, "use_missing": False, "verbose": -1})
    return pages_of.flat_trees(lightgbm.train({
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 60, "max_bin": 63,
        "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": 1, "seed": 5, "use_missing": False, "verbose": -1, "lambda_l2": 10.0}, data, TREES))


def write_weights(path, trees, columns, told):
    with open(path, "w", encoding="utf8") as f:
        f.write("# source: learned by tools/train_plain.py from texts of %s\n" % told)
        f.write("# licence: CC0. What each line means: docs/how/extract.md\n")
        f.write("curve %s\n" % " ".join(map(str, curve())))
        write_trees(f, "line", trees, lambda c: "feature %s %d" % columns[c], DECISION)


def show(title, pages, bodies):
    out = []
    for name in sorted({p.set for p in pages}):
        found = [shingle_pr(p.gold["text"], "\n".join(b[3] for b, x in zip(p.blocks, body) if x))
                 for p, body in zip(pages, bodies) if p.set == name]
        known = [p for p, _ in found if p is not None]
        p, r = sum(known) / max(1, len(known)), sum(r or 0 for _, r in found) / len(found)
        out.append("%s %.4f (%.3f %.3f)" % (name, 2 * p * r / (p + r) if p + r else 0, p, r))
    print("%-24s%s" % (title, "  ".join(out)), flush=True)


def cross_validate(args, pages, names, columns):
    scores = {}
    for k in range(FOLDS):
        trees = learn([p for p in pages if p.fold != k], names, columns)
        for page in pages:
            if page.fold == k and page.blocks:
                scores[id(page)] = tree_scores(trees, matrix([page], names, columns))
        if args.folds:
            os.makedirs(args.folds, exist_ok=True)
            write_weights(os.path.join(args.folds, "%d.txt" % k), trees, columns, "all folds but %d" % k)
    if args.folds:
        with open(os.path.join(args.folds, "pages.json"), "w", encoding="utf8") as f:
            json.dump({p.gold["id"]: p.fold for p in pages}, f)
    show("best choice of lines", pages, [p.labels for p in pages])
    show("rules", pages, [[b[2] == BODY for b in p.blocks] for p in pages])
    show("model", pages, [decide(p, scores.get(id(p), []), *DECISION) for p in pages])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("--features", required=True, help="the program extract_features")
    ap.add_argument("--work", required=True, help="folder for unpacked texts and features")
    ap.add_argument("--write", metavar="FILE", help="learn from all texts and write weights")
    ap.add_argument("--folds", metavar="DIR", help="write the weights of each fold and pages.json")
    ap.add_argument("--no-figures", action="store_true", help="only learn from all texts and --write")
    args = ap.parse_args()
    os.makedirs(args.work, exist_ok=True)
    pages = []
    for name in SETS:
        names, more = read_set(args.data, args.work, args.features, name)
        for page in more:
            label(page)
        pages += more
        print("%s: %d texts, %d lines" % (name, len(more), sum(len(p.blocks) for p in more)), flush=True)
    columns = columns_of(names)
    if not args.no_figures:
        cross_validate(args, pages, names, columns)
    if args.write:
        write_weights(args.write, learn([p for p in pages if p.blocks], names, columns), columns, ", ".join(SETS))


if __name__ == "__main__":
    sys.exit(main())
