#!/usr/bin/env python3
"""Speed of each stage as a whole command, over the pages of examples/ many times: run.py [--retold FILE] [--times N]

Start-up, reading, and writing count. One line a stage: rows, megabytes read, seconds of CPU, MB and rows a second, peak memory.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = os.path.join(ROOT, "examples", "pages")
DOCUMENTS = (("repair", []), ("quotes", []), ("times", []), ("stories", []), ("copies", ["--families", os.devnull, "--passages", os.devnull]))


def measured(command, out):
    """CPU seconds and peak megabytes of a command."""
    with open(out, "wb") as f:
        process = subprocess.Popen(command, stdout=f)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s: status %d" % (" ".join(command), os.waitstatus_to_exitcode(status)))
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def tell(stage, rows, size, cpu, peak):
    cpu = max(cpu, 1e-3)
    print("%-8s %7d rows %8.1f MB %7.2f s %8.1f MB/s %8.0f rows/s %6.0f MB peak" % (stage, rows, size / 1e6, cpu, size / 1e6 / cpu, rows / cpu, peak))


def write_rows(path, rows):
    with open(path, "w", encoding="utf8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    return os.path.getsize(path)


def bench_extract(retold, folder, times):
    """Times the extraction of all pages; gives the articles of one round."""
    names = [os.path.join(PAGES, n) for n in sorted(os.listdir(PAGES)) if n.endswith((".html", ".txt"))]
    listed, out = os.path.join(folder, "list.jsonl"), os.path.join(folder, "articles.jsonl")
    write_rows(listed, ({"id": "%d-%d" % (i, j), "file": name} for i in range(times) for j, name in enumerate(names)))
    cpu, peak = measured([retold, "extract", "--list", listed], out)
    tell("extract", times * len(names), times * sum(map(os.path.getsize, names)), cpu, peak)
    with open(out, encoding="utf8") as f:
        return [json.loads(line) for _, line in zip(names, f)]


def documents(articles, times):
    """The articles again and again, each round with a word of its own in every sentence so that no two rounds are copies."""
    for i in range(times):
        for n, a in enumerate(articles):
            text = a["text"].replace(". ", " %d-%d. " % (i, n)).replace(" the ", " the%d " % i).replace(" a ", " a%d " % i)
            yield {"id": "%d-%d" % (i, n), "title": a.get("title"), "text": text, "date": a.get("date"), "lang": a.get("lang")}


def main():
    parser = argparse.ArgumentParser(description="Speed of each stage over the pages of examples/.")
    parser.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"), help="the program (build/retold)")
    parser.add_argument("--times", type=int, default=100, help="rounds over the pages (100)")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = bench_extract(told.retold, folder, told.times)
        docs = os.path.join(folder, "docs.jsonl")
        size = write_rows(docs, documents(articles, told.times))
        for stage, options in DOCUMENTS:
            cpu, peak = measured([told.retold, stage, *options, docs], os.path.join(folder, "out"))
            tell(stage, told.times * len(articles), size, cpu, peak)


if __name__ == "__main__":
    main()
