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
import subprocess
import sys
import tempfile
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = ("fastwarc==2.0.1", "resiliparse==2.0.1")
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


def peer_python():
    folder = os.path.join(ROOT, "build", "venv-bench")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
    if subprocess.run([python, "-c", "import fastwarc, resiliparse"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def pages_of(folders):
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            yield from (os.path.join(place, name) for name in sorted(files) if name.endswith((".html", ".htm")))


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


def measured(command, out):
    """CPU seconds, peak megabytes, and rows of a command."""
    with open(out, "wb") as f:
        process = subprocess.Popen(command, stdout=f, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s: status %d" % (" ".join(command[:3]), os.waitstatus_to_exitcode(status)))
    with open(out, "rb") as f:
        rows = sum(1 for _ in f)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, rows


def main():
    parser = argparse.ArgumentParser(description="WARC.gz to articles, against FastWARC and resiliparse.")
    parser.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"), help="the program (build/retold)")
    parser.add_argument("--times", type=int, default=1, help="how often each page stands in the archive (1)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side (3)")
    parser.add_argument("folders", nargs="*", default=[os.path.join(ROOT, "examples", "pages")])
    told = parser.parse_args()
    python = peer_python()
    with tempfile.TemporaryDirectory() as folder:
        archive, out = os.path.join(folder, "pages.warc.gz"), os.path.join(folder, "out")
        count, size = write_archive(archive, told.folders, told.times)
        sides = {"retold": [told.retold, "extract", "--jobs", "1", archive], "FastWARC + resiliparse": [python, "-c", PEER, archive]}
        best = {}
        for _ in range(told.rounds):
            for name, command in sides.items():
                figures = measured(command, out)
                best[name] = min(best.get(name, figures), figures)
        print("%d pages, %.1f MB, archive %.1f MB" % (count, size / 1e6, os.path.getsize(archive) / 1e6))
        for name, (cpu, peak, rows) in best.items():
            print("%-22s %6d rows %7.2f CPU s %7.2f ms/page %7.0f pages/s %6.0f MB peak" % (name, rows, cpu, 1e3 * cpu / count, count / cpu, peak))
        print("pages per CPU second, retold over peers: %.2f" % (best["FastWARC + resiliparse"][0] / best["retold"][0]))


if __name__ == "__main__":
    main()
