#!/usr/bin/env python3
"""The index of marks at size: articles looked up and put in, each with a commit of its own.

    bench/index.py [--build FOLDER] [--articles N] [--further N] [--store FILE]

Builds bench/index_speed.c in FOLDER (default: build/release), fills an index with N made-up articles (a million), and looks up and puts in as many further ones
(10,000). Prints how long one takes (median, 90th and 99th percentile, longest), peak memory of the process, and bytes on disk.
"""
import argparse
import json
import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    parser = argparse.ArgumentParser(description="Look-ups and inserts in an index of many articles.")
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "release"), help="a configured build folder (build/release)")
    parser.add_argument("--articles", type=int, default=1000000, help="in the index beforehand (1000000)")
    parser.add_argument("--further", type=int, default=10000, help="looked up and put in (10000)")
    told = parser.parse_args()
    subprocess.run(["cmake", "--build", told.build, "--target", "index_speed"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "index.retold")
        program = os.path.join(told.build, "bench", "index_speed")
        if not os.path.exists(program):
            program = os.path.join(ROOT, "build", "index_speed")
        figures = json.loads(subprocess.run([program, store, str(told.articles), str(told.further)], check=True, capture_output=True).stdout)
        size = os.path.getsize(store)
    print("%(articles)d articles, filled in %(fill_s).0f s; %(further)d further ones:" % figures)
    print("p50 %(p50_ms).2f ms   p90 %(p90_ms).2f ms   p99 %(p99_ms).2f ms   longest %(max_ms).0f ms   peak %(peak_mb).0f MB" % figures)
    print("%.0f bytes on disk an article" % (size / (figures["articles"] + figures["further"])))


main()
