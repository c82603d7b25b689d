#!/usr/bin/env python3
"""Compares what retold finds in examples/pages with examples/TRUTH.json, which was written by hand before any code saw the pages.

usage: check_truth.py RETOLD [--show]

known.txt lists what does not hold yet, a line each: "FILE FIELD". A difference that it doesn't list fails, and so does a line of it
that holds after all. --show prints what was found beside what is true.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "..", "examples")
KINDS = {"page_break": {"page-break", "hyphen"}, "mojibake": {"mojibake"}, "quote_cut": {"quote-cut"}}


def rows(raw):
    return [json.loads(line) for line in raw.splitlines() if line.strip()]


def plain(text):
    """White space as the truth file has it."""
    return re.sub(r"\s+", " ", (text or "").replace("\u00a0", " ")).strip()


def compare_page(truth, got):
    """Yields (field, found, true) for each field that differs."""
    either = {plain(line) for line in truth.get("either", [])}
    body = [plain(p) for p in got["text"].split("\n")]
    wanted = [plain(p) for p in truth["body"]]
    if [p for p in body if p not in either] != [p for p in wanted if p not in either]:
        yield "body", [p for p in body if p not in wanted and p not in either], [p for p in wanted if p not in body]
    for field in ("title", "agency", "date", "lang"):
        if plain(got.get(field)) != plain(truth.get(field)):
            yield field, got.get(field), truth.get(field)
    if truth.get("outlet") and plain(got.get("outlet")) != plain(truth["outlet"]):
        yield "outlet", got.get("outlet"), truth["outlet"]
    if truth.get("url") and got.get("url") != truth["url"]:
        yield "url", got.get("url"), truth["url"]
    if [plain(a) for a in got["authors"]] != [plain(a) for a in truth["authors"]]:
        yield "authors", got["authors"], truth["authors"]
    found = sorted((plain(c["text"]), plain(c.get("credit"))) for c in got.get("captions", []))
    true = sorted((plain(c["text"]), plain(c.get("credit"))) for c in truth.get("captions", []))
    if found != true:
        yield "captions", found, true
    for kind, names in KINDS.items():
        found = sum(r["kind"] in names for r in got.get("repairs", []))
        true = sum(r["kind"] == kind for r in truth.get("repairs", []))
        if found != true:
            yield "repairs-" + kind, found, true


def key_of(truth):
    return truth["file"].split("/")[-1] + ("#" + truth["row"] if truth.get("row") else "")


def groups(members_by_group, known):
    """As a set of sets of at least two."""
    return {frozenset(m for m in members if m in known) for members in members_by_group if len([m for m in members if m in known]) > 1}


def short(name):
    return name.split("/")[-1]


def compare_store(retold, truth, names):
    """Families and stories of a store with all pages."""
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        subprocess.run([retold, "add", "--quiet", store, os.path.join(EXAMPLES, "pages")], check=True)
        listed = rows(subprocess.run([retold, "list", store, "articles", "--json"], check=True, capture_output=True, text=True).stdout)
        shown = [subprocess.run([retold, "show", store, a["id"], "--json"], check=True, capture_output=True, text=True).stdout for a in listed]
        articles = [json.loads(text) for text in shown]
    for field, group in (("families", "family"), ("stories", "story")):
        found = {}
        for a in articles:
            found.setdefault(a[group], []).append(names(a))
        known = {names(a) for a in articles}
        got = groups(found.values(), known)
        true = groups([[short(m) for m in g["members"]] for g in truth[field]], known)
        if got != true:
            yield field, [sorted(g) for g in got - true], [sorted(g) for g in true - got]


def differences(retold, truth):
    by_key = {key_of(p): p for p in truth["pages"]}
    out = subprocess.run([retold, "extract", "--quiet", "pages"], cwd=EXAMPLES, check=True, capture_output=True, text=True).stdout
    seen = set()
    for got in rows(out):
        key = next(k for k in by_key if got["id"] in (k.split("#")[-1], "pages/" + k))
        seen.add(key)
        for field, found, true in compare_page(by_key[key], got):
            yield key, field, found, true
    for key in set(by_key) - seen:
        yield key, "page", None, "a row"
    titles = {plain(p["title"]): k for k, p in by_key.items()}

    def name(article):
        found = os.path.basename(article["fetches"][0]["file"])
        if found in by_key:
            return found
        return next((k for k in by_key if k.startswith(found + "#") and k == titles.get(plain(article["title"]))), found)

    for field, found, true in compare_store(retold, truth, name):
        yield "all", field, found, true


def main():
    with open(os.path.join(EXAMPLES, "TRUTH.json"), encoding="utf8") as f:
        truth = json.load(f)
    with open(os.path.join(HERE, "known.txt"), encoding="utf8") as f:
        known = {tuple(line.split()[:2]) for line in f if line.strip() and not line.startswith("#")}
    seen, bad = set(), 0
    for key, field, found, true in differences(os.path.abspath(sys.argv[1]), truth):
        seen.add((key, field))
        new = (key, field) not in known
        bad += new
        if new or "--show" in sys.argv:
            print("%s %s%s\n  found %s\n  true  %s" % (key, field, "" if new else " (known)", json.dumps(found, ensure_ascii=False), json.dumps(true, ensure_ascii=False)))
    for key, field in sorted(known - seen):
        print("%s %s holds: take it out of known.txt" % (key, field))
        bad += 1
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
