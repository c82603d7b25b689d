#!/usr/bin/env python3
"""Stands in for `retold extract --list` when other extractors are measured on the same pages, by the same scorer.

    pip install trafilatura==2.3.1 rs-trafilatura==0.1.1
    PEER=rs-trafilatura python3 ../shared/eval/eval.py extract --set wcxb-other --bin quality/extract_peers.py

PEER is one of those above. Each is called as its own documentation says, with the page's address and without comments. A page that a peer
fails on has no text.
"""
import json
import os
import sys


def trafilatura_reader():
    import trafilatura

    def read(page, url):
        return trafilatura.extract(page, url=url, include_comments=False) or ""

    return read


def rs_trafilatura_reader():
    import rs_trafilatura

    def read(page, url):
        return rs_trafilatura.extract_bytes(page, url=url, include_comments=False).main_content or ""

    return read


READERS = {"trafilatura": trafilatura_reader, "rs-trafilatura": rs_trafilatura_reader}


def page_of(row, folder):
    if "html" in row:
        return row["html"].encode()
    with open(os.path.join(folder, row["file"]), "rb") as f:
        return f.read()


def main():
    peer = os.environ.get("PEER", "trafilatura")
    if len(sys.argv) != 4 or sys.argv[1:3] != ["extract", "--list"] or peer not in READERS:
        sys.exit(__doc__)
    read = READERS[peer]()
    folder = os.path.dirname(os.path.abspath(sys.argv[3]))
    with open(sys.argv[3], encoding="utf8") as f:
        for row in map(json.loads, f):
            try:
                text = read(page_of(row, folder), row.get("url"))
            except Exception as error:  # a peer's failure is its own
                print("%s: %s" % (row["id"], error), file=sys.stderr)
                text = ""
            print(json.dumps({"id": row["id"], "title": None, "authors": [], "date": None, "lang": None, "text": text}))


if __name__ == "__main__":
    main()
