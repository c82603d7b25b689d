#!/usr/bin/env python3
"""WARC.gz to articles: retold against FastWARC and resiliparse, in one run over the same archive.

    bench/warc.py [--retold FILE] [--times N] [--rounds N] [FOLDER...]

Every HTML page below FOLDER (default: examples/pages) becomes a response in an archive with one gzip member a record, N times over.
Both sides write one JSON row a page, and are charged their user and system time with start-up; rounds alternate and the best
of each side counts. The peers are installed by pip, versions pinned, into build/venv-bench.
"""
import argparse
import gzip
import os
import tempfile

from peers import PAGES, PINNED, ROOT, best_of, pages_of, python_with, tell

PEER = """
import json, sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree
for record in ArchiveIterator(sys.argv[1], record_types=WarcRecordType.response):
    body = record.reader.read()
    tree = HTMLTree.parse_from_bytes(body, record.http_charset or detect_encoding(body))
    title = tree.title
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False)
    print(json.dumps({"url": record.headers["WARC-Target-URI"], "title": title, "text": text}, ensure_ascii=False))
"""


def record_of(number, body):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://page-%d.example/\r\nWARC-Date: 2024-03-18T07:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nContent-Type: application/http; msgtype=response\r\n"
        "Content-Length: %d\r\n\r\n" % (number, number, len(http))
    )
    return head.encode() + http + b"\r\n\r\n"


def write_archive(path, folders, times):
    """Number of pages and their bytes."""
    count = size = 0
    with open(path, "wb") as out:
        for name in pages_of(folders):
            with open(name, "rb") as f:
                body = f.read()
            member = [gzip.compress(record_of(count * times + i, body), 6) for i in range(times)]
            out.write(b"".join(member))
            count += 1
            size += len(body)
    return count * times, size * times


def main():
    parser = argparse.ArgumentParser(description="WARC.gz to articles, against FastWARC and resiliparse.")
    parser.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"), help="the program (build/retold)")
    parser.add_argument("--times", type=int, default=1, help="how often each page stands in the archive (1)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side (3)")
    parser.add_argument("folders", nargs="*", default=[PAGES])
    told = parser.parse_args()
    python = python_with(*(p for p in PINNED if p.split("==")[0] in ("fastwarc", "resiliparse")))
    with tempfile.TemporaryDirectory() as folder:
        archive, out = os.path.join(folder, "pages.warc.gz"), os.path.join(folder, "out")
        count, size = write_archive(archive, told.folders, told.times)
        sides = {"retold": [told.retold, "extract", "--jobs", "1", archive], "FastWARC + resiliparse": [python, "-c", PEER, archive]}
        best = best_of(sides, told.rounds, out)
        print("%d pages, %.1f MB, archive %.1f MB" % (count, size / 1e6, os.path.getsize(archive) / 1e6))
        tell(best, count, "FastWARC + resiliparse")
        print("pages per CPU second, retold over peers: %.2f" % (best["FastWARC + resiliparse"][0] / best["retold"][0]))


if __name__ == "__main__":
    main()
