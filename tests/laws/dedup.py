#!/usr/bin/env python3
"""What `dedup` promises, through the command line: dedup.py RETOLD

- rows that stay come out byte for byte, in order; of rows that lost paragraphs only "text" is another;
- what stays hangs on the documents, not on their order;
- every letter of what went is answered for: it stands at a span of a kept document, or is listed as standing in none;
- a paragraph goes only for text that comes out again;
- input that is made to hurt (equal texts, one footer, one long text, one letter, nothing, no id, bad bytes) costs linear time.
"""
import gzip
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

WORDS = (
    "harbour board divers pier barge crane timber fog morning inquiry minister engine signal captain chart vellum mirror museum price "
    "letter council vote bridge winter storm orchard clinic teacher rescue valley railway tunnel permit budget quarry"
).split()
FOOTER = "All of this page belongs to the Ellermouth Gazette and none of it may be printed again unless its owners say so in a letter."
WORD = re.compile(r"\w+")


class Run:
    def __init__(self, retold, work, rows, *options, feed=None):
        self.paths = {name: os.path.join(work, name) for name in ("in.jsonl", "kept", "removed", "summary")}
        data = rows if isinstance(rows, bytes) else "".join(r + "\n" for r in rows).encode()
        with open(self.paths["in.jsonl"], "wb") as f:
            f.write(data)
        command = [retold, "dedup", "--quiet", "--output", self.paths["kept"], "--removed", self.paths["removed"]]
        command += ["--summary", self.paths["summary"], *options, "-" if feed else self.paths["in.jsonl"]]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, input=feed and feed(data))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.kept = self.lines("kept")
        self.removed = [json.loads(line) for line in self.lines("removed")]
        self.summary = json.loads(self.lines("summary")[0])

    def lines(self, name):
        with open(self.paths[name], encoding="utf8") as f:
            return f.read().splitlines()


def sentence(rng, words=14):
    return " ".join(rng.choice(WORDS) + str(rng.randrange(60)) for _ in range(words)).capitalize() + "."


def made_rows(count, seed):
    """Texts of their own, and copies: whole, shortened, with a sentence changed, with a paragraph of another text."""
    rng = random.Random(seed)
    texts, rows = [], []
    for n in range(count):
        kind = rng.randrange(6) if texts else 5
        parts = rng.choice(texts)[:] if kind < 5 else [sentence(rng, 20) for _ in range(5)] + ["In short", sentence(rng, 18)]
        if kind == 1:
            parts = parts[:4]
        if kind == 2:
            parts[1] = sentence(rng, 16)
        if kind == 3:
            parts = [sentence(rng, 20) for _ in range(5)] + parts[:1]
        if kind == 4:
            parts[0] = parts[0].replace(" ", " still ", 1)
        texts.append(parts)
        row = {"n": n, "id": "d%03d" % n, "text": "\n".join(parts), "time": 1700000000 + rng.randrange(9999) * 60}
        if n % 3:
            row["title"] = sentence(rng, 4)
        rows.append(json.dumps(row, ensure_ascii=bool(n % 2), indent=None if n % 5 else 0).replace("\n", " "))
    return rows


def words_at(text, span):
    return WORD.findall(text[span[0] : span[1]].decode().lower())


def check_answers(run, texts):
    """Every removed letter stands at a span of the kept document or is listed."""
    for r in run.removed:
        gone, kept = texts[r["id"]], texts[r["kept"]]
        answered = bytearray(len(gone))
        for p in r["passages"]:
            if p["kind"] == "exact":
                assert words_at(gone, p["span"]) == words_at(kept, p["kept_span"]), r
            for i in range(*p["span"]):
                answered[i] = 1
        for p in r.get("elsewhere", []):
            for i in range(*p["span"]):
                answered[i] = 1
        for begin, end in r.get("unmatched", []):
            for i in range(begin, end):
                answered[i] = 1
        begin, end = r.get("span", [0, len(gone)]) if "unmatched" not in r else [0, len(gone)]
        if "unmatched" in r or r["contained"] == 1:
            left = bytes(b for i, b in enumerate(gone) if begin <= i < end and not answered[i])
            assert not WORD.search(left.decode()), (r, left)


def check_documents(retold, work, rows, keep):
    run = Run(retold, work, rows, "--keep", keep)
    texts = {json.loads(r)["id"]: json.loads(r)["text"].encode() for r in rows}
    kept = set(run.kept)
    assert run.kept == [r for r in rows if r in kept], "rows that stay are others, or out of order"
    assert len(run.kept) + len(run.removed) == len(rows)
    assert len(rows) // 3 < len(run.removed), "hardly any copy: the test shows nothing"
    check_answers(run, texts)
    assert run.summary["kept"] == len(run.kept) and run.summary["removed"] == len(run.removed)
    return run


def check_paragraphs(retold, work, rows, keep):
    run = Run(retold, work, rows, "--by", "paragraph", "--keep", keep)
    given = {json.loads(r)["id"]: (json.loads(r), r) for r in rows}
    texts = {i: r[0]["text"].encode() for i, r in given.items()}
    out = {json.loads(r)["id"]: (json.loads(r), r) for r in run.kept}
    gone = {}
    for r in run.removed:
        gone.setdefault(r["id"], []).append(r["span"])
        words = texts[r["kept"]][slice(*r["kept_span"])].decode()
        for line in words.split("\n"):
            assert line in out[r["kept"]][0]["text"].split("\n"), ("went for text that went", r)
    for i, (row, raw) in given.items():
        lines, at = [], 0
        for line in row["text"].encode().split(b"\n"):
            if [at, at + len(line)] not in gone.get(i, []):
                lines.append(line)
            at += len(line) + 1
        if i not in gone:
            assert out[i][1] == raw, "a row that lost nothing is another"
        elif lines:
            assert out[i][0]["text"].encode() == b"\n".join(lines), "what stays is not what didn't go"
            rest = dict(row, text=None)
            assert dict(out[i][0], text=None) == rest and list(out[i][0]) == list(row)
        else:
            assert i not in out
    assert len(run.removed) > len(rows), "hardly any copy: the test shows nothing"
    check_answers(run, texts)
    return run


def same_for_any_order(retold, work, rows, options):
    first = Run(retold, work, rows, *options)
    shuffled = rows[:]
    random.Random(3).shuffle(shuffled)
    other = Run(retold, work, shuffled, *options)
    assert sorted(first.kept) == sorted(other.kept), "what stays hangs on the order"
    key = lambda r: json.dumps(r, sort_keys=True)
    assert sorted(map(key, first.removed)) == sorted(map(key, other.removed)), "what is said of it hangs on the order"


def hurting(size):
    """Named sets of rows, each of about `size` documents or kilobytes."""
    rng = random.Random(1)
    row = lambda i, text: json.dumps({"id": "h%07d" % i, "text": text})
    one = "\n".join(sentence(rng, 20) for _ in range(4))
    small = [sentence(rng, 30) for _ in range(size)]
    long_text = "\n".join(sentence(rng, 20) for _ in range(size * 7))
    yield "equal texts", [row(i, one) for i in range(size)]
    yield "one footer", [row(i, t + ("\n" + FOOTER if i % 2 else "")) for i, t in enumerate(small)]
    yield "one long text", [row(0, long_text), row(1, long_text[: size * 500]), *(row(2 + i, t) for i, t in enumerate(small))]
    yield "one letter", [row(i, "a" * size * 100) for i in range(9)] + [row(9 + i, "a " * size * 50) for i in range(3)]
    yield "nothing", [row(i, "") for i in range(size)] + [row(size + i, "a b") for i in range(size)]
    yield "one id", [row(1, t) for t in small]


def check_hurting(retold, work):
    for by in ("document", "paragraph"):
        times = {}
        for size in (400, 1600):
            for name, rows in hurting(size):
                times.setdefault(name, []).append(Run(retold, work, rows, "--by", by).seconds)
        for name, (less, more) in times.items():
            assert more < 10 * less + 0.5, "%s by %s: %.2f s, four times as much %.2f s" % (name, by, less, more)


def check_faults(retold, work):
    """Rows without an id or with bad bytes are told of, and the others come out."""
    errors = os.path.join(work, "errors")
    good = ['{"id":"a","text":"' + FOOTER + '"}', '{"id":"b","text":"' + FOOTER + '"}']
    rows = (good[0] + '\n{"text":"no id"}\n').encode() + b'{"id":"c","text":"\xff\xfe"}\n{"id":"d"\n' + good[1].encode() + b"\n"
    run = Run(retold, work, rows, "--errors", errors)
    assert run.kept == good[:1] and run.summary["failed"] == 3, run.summary
    with open(errors, encoding="utf8") as f:
        assert len(f.readlines()) == 3


def main():
    retold = os.path.abspath(sys.argv[1])
    work = tempfile.mkdtemp(prefix="retold-dedup-")
    try:
        rows = made_rows(150, 5)
        for keep in ("longest", "earliest", "most-complete"):
            plain = check_documents(retold, work, rows, keep)
            check_paragraphs(retold, work, rows, keep)
            for by in ("document", "paragraph"):
                same_for_any_order(retold, work, rows, ("--by", by, "--keep", keep))
            again = Run(retold, work, rows, "--keep", keep, feed=gzip.compress)
            assert plain.kept == again.kept and plain.removed == again.removed, "gzipped from standard input differs"
        check_faults(retold, work)
        check_hurting(retold, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
