#!/usr/bin/env python3
"""Families of copies out of JSONL: retold against gaoya and rensa, in one run over the same documents; growth; memory.

    bench/copies.py [--retold FILE] [--rounds N] [--peers] [--made N,N,...] [DOCS.jsonl...]

Each side reads the file, writes {"id","family"} for each document, and is charged its user and system time with start-up; rounds
alternate and the best of each side counts. All run on one thread. Then retold alone: on each of the files in turn, which are of one kind and
rise in size (CPU a MB may grow little), and on the last with one footer in half of its documents. Peak memory is what the system counts,
mapped pages included. The peers are installed by pip, versions pinned, into build/venv-bench, and run over the last file.
Without DOCS, documents of made-up words are written.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = ("gaoya==0.2.2", "rensa==0.5.0")
UNION = """
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
up = list(range(len(rows)))
def root(i):
    while up[i] != i:
        up[i] = up[up[i]]
        i = up[i]
    return i
def unite(i, others):
    for j in others:
        a, b = root(i), root(j)
        up[max(a, b)] = min(a, b)
def tell():
    for i, row in enumerate(rows):
        print(json.dumps({"id": row["id"], "family": rows[root(i)]["id"]}))
"""
GAOYA = (
    UNION
    + """
from gaoya.minhash import MinHashStringIndex
index = MinHashStringIndex(32, 0.7, 25, 5, None, "word", True, (5, 5))
for i, row in enumerate(rows):
    index.insert_document(i, row["text"])
for i, row in enumerate(rows):
    unite(i, index.query(row["text"]))
tell()
"""
)
RENSA = (
    UNION
    + """
import re
from rensa import RMinHash, RMinHashLSH
WORDS = re.compile(r"\\w+")
lsh, all_minhashes = RMinHashLSH(0.7, 128, 32), []
for i, row in enumerate(rows):
    words = WORDS.findall(row["text"].lower())
    minhash = RMinHash(128, 42)
    minhash.update([" ".join(words[k : k + 5]) for k in range(max(1, len(words) - 4))])
    all_minhashes.append(minhash)
    lsh.insert(i, minhash)
for i, minhash in enumerate(all_minhashes):
    unite(i, [j for j in lsh.query(minhash) if j != i and minhash.jaccard(all_minhashes[j]) >= 0.7])
tell()
"""
)
FOOTER = (
    "Sign up for the morning letter of this paper and get the stories of the day before breakfast. "
    "By signing up you agree to the terms of use; you can leave the list at any time."
)


def peer_python():
    folder = os.path.join(ROOT, "build", "venv-bench")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
    if subprocess.run([python, "-c", "import gaoya, rensa"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def measured(command):
    """CPU seconds and peak megabytes of a command."""
    environment = dict(os.environ, RAYON_NUM_THREADS="1")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s: status %d" % (" ".join(command[:3]), os.waitstatus_to_exitcode(status)))
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def write_made(path, count):
    """Documents of made-up words, some hundred each, a word as often as its rank lets it; one in eight is a changed copy."""
    drawn = random.Random(7)
    parts = ["ka", "lo", "mi", "ter", "sa", "von", "ru", "pel", "do", "sti", "ne", "gar"]
    words = ["".join(drawn.choice(parts) for _ in range(drawn.randint(2, 4))) for _ in range(40000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    before = []
    with open(path, "w", encoding="utf8") as f:
        for i in range(count):
            if before and drawn.random() < 0.12:
                text = [w if drawn.random() > 0.05 else drawn.choice(words) for w in drawn.choice(before)]
            else:
                text = drawn.choices(words, weights, k=drawn.randint(150, 500))
                before = before[-200:] + [text]
            row = {"id": "d%07d" % i, "text": " ".join(text) + ".", "outlet": "o%d" % drawn.randrange(120)}
            f.write(json.dumps(row) + "\n")


def write_footed(source, path):
    with open(source, encoding="utf8") as f, open(path, "w", encoding="utf8") as out:
        for i, line in enumerate(f):
            row = json.loads(line)
            if i % 2:
                row["text"] += "\n\n" + FOOTER
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def text_of(path):
    """Documents and megabytes of text."""
    count = size = 0
    with open(path, encoding="utf8") as f:
        for line in f:
            count += 1
            size += len(json.loads(line)["text"].encode())
    return count, size / 1e6


def best_of(rounds, commands):
    best = {}
    for _ in range(rounds):
        for name, command in commands.items():
            figures = measured(command)
            best[name] = min(best.get(name, figures), figures)
    return best


def tell(name, documents, size, cpu, peak):
    print(
        "%-28s %8d docs %7.1f MB %8.2f CPU s %7.1f MB/s %6.0f MB peak %6.2f GB a million"
        % (name, documents, size, cpu, size / cpu, peak, peak / 1e3 / documents * 1e6)
    )


def compare(told, docs, folder):
    """Every side over all documents."""
    families = [told.retold, "copies", "--quiet", "--jobs", "1", "--families", os.path.join(folder, "families")]
    commands = {"retold families": [*families, docs], "retold and passages": [*families, "--passages", os.path.join(folder, "passages"), docs]}
    if told.peers:
        python = peer_python()
        commands["gaoya"] = [python, "-c", GAOYA, docs]
        commands["rensa"] = [python, "-c", RENSA, docs]
    best = best_of(told.rounds, commands)
    documents, size = text_of(docs)
    for name, (cpu, peak) in best.items():
        tell(name, documents, size, cpu, peak)
    for peer in ("gaoya", "rensa") if told.peers else ():
        cpu = best[peer][0]
        print("CPU, %s over retold: families %.1f, with passages %.1f" % (peer, cpu / best["retold families"][0], cpu / best["retold and passages"][0]))


def grow(told, files, folder):
    """Each file in turn, and a footer in half of the last."""
    footed = os.path.join(folder, "footed")
    write_footed(files[-1], footed)
    command = [told.retold, "copies", "--quiet", "--jobs", "1", "--families", os.path.join(folder, "families")]
    best = best_of(told.rounds, {path: [*command, path] for path in [*files, footed]})
    before = None
    for path in [*files, footed]:
        documents, size = text_of(path)
        cpu, peak = best[path]
        tell("footer in half" if path == footed else "retold families", documents, size, cpu, peak)
        if before:
            print("    CPU a MB, over the line before: %.2f" % (cpu / size / before))
        before = cpu / size


def main():
    parser = argparse.ArgumentParser(description="Families of copies, against gaoya and rensa; growth and memory.")
    parser.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"), help="the program (build/retold)")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each side (2)")
    parser.add_argument("--peers", action="store_true", help="run gaoya and rensa as well")
    parser.add_argument("--made", default="5000,20000", help="documents to make where no files are given (5000,20000)")
    parser.add_argument("docs", nargs="*", help="JSONL documents")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = told.docs
        if not files:
            counts = [int(n) for n in told.made.split(",")]
            files = [os.path.join(folder, "made-%d" % n) for n in counts]
            for path, n in zip(files, counts):
                write_made(path, n)
        compare(told, files[-1], folder)
        grow(told, files, folder)


if __name__ == "__main__":
    main()
