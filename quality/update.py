#!/usr/bin/env python3
"""Measures build/retold with ../shared/eval/eval.py and keeps the figures in quality/results.csv.

usage: quality/update.py [STAGE ...]      (needs ../shared beside the project; all that retold has when none is named)

Only quality goes in: times and memory differ from machine to machine. A change of a figure is a line in review. Extraction has learned
weights: its pages are scored by weights that never saw their site, from build/folds and build/folds-plain, as quality/README.md tells.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
RESULTS = os.path.join(HERE, "results.csv")
STAGES = ("extract", "copies", "stories", "quotes", "times", "hostile")
COLUMNS = ("stage", "set", "measure", "value")
LEFT_OUT = ("CPU", "docs per", "RSS", "MB per")


def run(stages, options, env):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "figures.json")
        command = [sys.executable, os.path.join(ROOT, "..", "shared", "eval", "eval.py"), *stages, *options, "--json", out]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **env})
        with open(out, encoding="utf8") as f:
            return json.load(f)["results"]


def measure(stages):
    rest = [s for s in stages if s != "extract"]
    results = run(rest, [], {}) if rest else []
    if "extract" in stages:
        folds = [os.path.join(ROOT, "build", name) for name in ("folds", "folds-plain")]
        for folder in folds:
            if not os.path.isdir(folder):
                sys.exit("no weights by fold in %s: quality/README.md tells how to learn them" % folder)
        env = {"RETOLD": os.path.join(ROOT, "build", "retold"), "RETOLD_FOLDS": os.pathsep.join(folds)}
        results += run(["extract"], ["--bin", os.path.join(HERE, "extract_folds.py")], env)
    return results


def known():
    if not os.path.exists(RESULTS):
        return {}
    with open(RESULTS, encoding="utf8", newline="") as f:
        return {(r["stage"], r["set"], r["measure"]): r["value"] for r in csv.DictReader(f)}


def keep(figures):
    """Puts figures, by (stage, set, measure), into results.csv."""
    rows = known()
    rows.update({k: f"{v:.4f}" if isinstance(v, float) else str(v) for k, v in figures.items()})
    with open(RESULTS, "w", encoding="utf8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*key, value) for key, value in sorted(rows.items()))


def main():
    measured = [r for r in measure(sys.argv[1:] or STAGES) if r["stage"] != "hostile case"]
    keep({(r["stage"], r["set"], r["measure"]): r["value"] for r in measured if not any(word in r["measure"] for word in LEFT_OUT)})


if __name__ == "__main__":
    main()
