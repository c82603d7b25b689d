#!/usr/bin/env python3
"""HTML pages to articles: retold against turbohtml, resiliparse, and trafilatura, in one run over the same files.

    bench/extract.py [--retold FILE] [--times N] [--rounds N] [--without NAME] [FOLDER...]

Every HTML page below FOLDER (default: examples/pages) is read from its file, N times over, and written as one JSON row with what the tool
has of it: retold's whole record, turbohtml's article(), resiliparse's main text and title, trafilatura's document with its metadata. Each side is charged user and
system time with start-up. The peers are installed by pip, versions pinned, into build/venv-bench.
"""
import argparse
import json
import os
import tempfile

from peers import PAGES, PINNED, ROOT, best_of, pages_of, python_with, tell

HEAD = """
import json, sys
def rows(article_of):
    for line in open(sys.argv[1]):
        row = json.loads(line)
        with open(row["file"], "rb") as f:
            page = f.read()
        print(json.dumps({"id": row["id"], **article_of(page)}, ensure_ascii=False))
"""
PEERS = {
    "turbohtml": """
import turbohtml
def article_of(page):
    a = turbohtml.parse(page.decode("utf8", "replace")).article()
    return {name: str(getattr(a, name)) for name in dir(a) if not name.startswith("_") and not callable(getattr(a, name))} if a else {}
""",
    "resiliparse": """
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree
def article_of(page):
    tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
    title = tree.title
    return {"title": title, "text": extract_plain_text(tree, main_content=True, alt_texts=False, links=False)}
""",
    "trafilatura": """
import trafilatura
def article_of(page):
    d = trafilatura.bare_extraction(page, with_metadata=True)
    return {"title": d.title, "author": d.author, "date": d.date, "text": d.text} if d else {}
""",
}


def write_list(path, folders, times):
    """Number of rows and the bytes that they name."""
    names = [os.path.abspath(name) for name in pages_of(folders)]
    with open(path, "w", encoding="utf8") as f:
        for i in range(times):
            for name in names:
                f.write(json.dumps({"id": "%d %s" % (i, name), "file": name}) + "\n")
    return times * len(names), times * sum(map(os.path.getsize, names))


def main():
    parser = argparse.ArgumentParser(description="HTML pages to articles, against other extractors.")
    parser.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"), help="the program (build/retold)")
    parser.add_argument("--times", type=int, default=1, help="how often each page is read (1)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side (3)")
    parser.add_argument("--without", action="append", default=[], choices=sorted(PEERS), help="a peer that is left out")
    parser.add_argument("folders", nargs="*", default=[PAGES])
    told = parser.parse_args()
    python = python_with(*(p for p in PINNED if p.split("==")[0] in {*PEERS, "lxml_html_clean"}))  # which trafilatura needs and doesn't name
    with tempfile.TemporaryDirectory() as folder:
        listed, out = os.path.join(folder, "list.jsonl"), os.path.join(folder, "out")
        count, size = write_list(listed, told.folders, told.times)
        sides = {"retold": [told.retold, "extract", "--jobs", "1", "--list", listed]}
        for name, source in PEERS.items():
            if name not in told.without:
                sides[name] = [python, "-c", HEAD + source + "rows(article_of)\n", listed]
        print("%d pages, %.1f MB" % (count, size / 1e6))
        tell(best_of(sides, told.rounds, out), count, "turbohtml" if "turbohtml" in sides else "retold")


if __name__ == "__main__":
    main()
