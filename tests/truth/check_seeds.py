#!/usr/bin/env python3
"""The founding case, where it lies beside the project: one story, two copies in one family, the retelling in another.

usage: check_seeds.py RETOLD FOLDER     (exit status 77, which ctest calls skipped, where there is no FOLDER)
"""
import json
import os
import subprocess
import sys
import tempfile


def rows(*command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def main():
    retold, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not os.path.isdir(folder):
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        store = os.path.join(work, "store")
        subprocess.run([retold, "add", "--quiet", store, folder], check=True)
        stories = rows(retold, "list", store, "stories", "--json")
        assert len(stories) == 1 and stories[0]["articles"] == 3, stories
        shown = [rows(retold, "show", store, a["id"], "--json")[0] for a in rows(retold, "list", store, "articles", "--json")]
    by_name = {os.path.basename(a["fetches"][0]["file"])[:3]: a for a in shown}
    raw, printed, retelling = (by_name[k] for k in ("000", "001", "002"))
    assert raw["family"] == printed["family"] != retelling["family"]
    shared = [p for p in raw["passages"] if {p["a"], p["b"]} == {raw["id"], printed["id"]}]
    for article, side in ((raw, "a"), (printed, "b")):
        spans = [p[side + "_span"] if p[side] == article["id"] else p["ab"[side == "a"] + "_span"] for p in shared]
        covered = sum(end - begin for begin, end in spans)
        assert covered >= 0.98 * len(article["text"].encode()), "passages cover %d bytes of %s" % (covered, article["id"])
    for edge in raw["edges"]:
        assert edge["from"] is None or edge["reasons"], "a direction without a reason"


if __name__ == "__main__":
    main()
