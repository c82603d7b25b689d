#!/usr/bin/env python3
"""Runs the cases of one or more folders through the command line: run_cases.py --retold FILE [--update] FOLDER...

A case is a folder; FOLDER is one, or holds some. What is done with it, the name of the folder above it tells:

  extract   in.html or in.txt, and if wanted row.json with more fields of its input row ("url"). out.json: fields of the article
  pages     any input named in.*. out.json: a list of the pages
  copies    in.jsonl. out.json: {"families": [[id, ...], ...], "passages": [{"a", "b", "a_text", "b_text", "kind", "from"}, ...]}
  stories   in.jsonl. out.json: {"stories": [[id, ...], ...]}, after corrections
  quotes    in.jsonl. out.json: a list of {"doc", "quote", "kind", "speaker", "speaker_name", "cue", "via", "flags"}, words instead of offsets
  times     in.jsonl. out.json: a list of {"doc", "text", "type", "value"}
  repair    in.jsonl. out.json: a list of the output rows
  cli       cmd.sh, run by bash in an empty folder with $RETOLD and $EXAMPLES set; stdout.exact, stderr.exact and status (0) are
            compared where they are there

Only fields that out.json has are compared. "text" of an article may be a list of its paragraphs. --update writes what comes out
into the expectations (in out.json only the fields that it has already; all of them when there is none) for review with git diff.
"""
import argparse
import difflib
import glob
import json
import os
import subprocess
import sys
import tempfile

EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "examples", "pages")


class Failed(Exception):
    """The case can't be run, or retold refused it."""


def run(command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, **more)
    if done.returncode:
        raise Failed("%s: status %d: %s" % (" ".join(command[:2]), done.returncode, done.stderr.decode("utf8", "replace").strip()))
    return done.stdout


def rows(raw):
    return [json.loads(line) for line in raw.decode("utf8").splitlines() if line.strip()]


def rows_of(path):
    with open(path, "rb") as f:
        return rows(f.read())


def groups(labels):
    """{id: label} as lists of ids, in a fixed order."""
    found = {}
    for name, label in labels.items():
        found.setdefault(label, []).append(name)
    return sorted(sorted(ids) for ids in found.values())


def words_at(texts, doc, begin, end):
    """The words at a span of a document's text; offsets are bytes."""
    return None if begin is None else texts[doc][begin:end].decode("utf8")


def texts_of(case):
    return {row["id"]: row["text"].encode("utf8") for row in rows_of(os.path.join(case, "in.jsonl"))}


def one_input(case, pattern="in.*"):
    found = glob.glob(os.path.join(glob.escape(case), pattern))
    if len(found) != 1:
        raise Failed("one file %s is wanted" % pattern)
    return found[0]


def extract(retold, case):
    row = {"id": os.path.basename(case), "file": os.path.abspath(one_input(case))}
    more = os.path.join(case, "row.json")
    if os.path.exists(more):
        with open(more, encoding="utf8") as f:
            row.update(json.load(f))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as listed:
        listed.write(json.dumps(row) + "\n")
        listed.flush()
        out = rows(run([retold, "extract", "--list", listed.name]))
    if len(out) != 1:
        raise Failed("%d rows for one page" % len(out))
    out[0]["text"] = out[0].get("text", "").split("\n")
    return out[0]


def pages(retold, case):
    return rows(run([retold, "pages", one_input(case)]))


def copies(retold, case):
    texts = texts_of(case)
    with tempfile.TemporaryDirectory() as folder:
        families, passages = os.path.join(folder, "families"), os.path.join(folder, "passages")
        run([retold, "copies", "--families", families, "--passages", passages, os.path.join(case, "in.jsonl")])
        joined = groups({row["id"]: row["family"] for row in rows_of(families)})
        shared = []
        for row in sorted(rows_of(passages), key=lambda r: (r["a"], r["b"], r["a_span"])):
            kept = {"a": row["a"], "b": row["b"], "a_text": words_at(texts, row["a"], *row["a_span"])}
            kept.update({"b_text": words_at(texts, row["b"], *row["b_span"]), "kind": row["kind"], "from": row["from"]})
            shared.append(kept)
    return {"families": joined, "passages": shared}


def stories(retold, case):
    out = rows(run([retold, "stories", os.path.join(case, "in.jsonl")]))
    return {"stories": groups({row["id"]: row["story"] for row in out})}


def quotes(retold, case):
    texts, found = texts_of(case), []
    for row in rows(run([retold, "quotes", os.path.join(case, "in.jsonl")])):
        doc = row["doc"]
        kept = {"doc": doc, "quote": words_at(texts, doc, row["quote_start"], row["quote_end"]), "kind": row["kind"]}
        kept["speaker"] = words_at(texts, doc, row["speaker_start"], row["speaker_end"])
        kept["speaker_name"] = row.get("speaker_name")
        kept["cue"] = words_at(texts, doc, row["cue_start"], row["cue_end"])
        kept["via"] = [words_at(texts, doc, *span) for span in row.get("via") or []]
        kept["flags"] = row.get("flags") or []
        found.append(kept)
    return found


def times(retold, case):
    texts = texts_of(case)
    out = rows(run([retold, "times", os.path.join(case, "in.jsonl")]))
    return [{"doc": r["doc"], "text": words_at(texts, r["doc"], r["start"], r["end"]), "type": r["type"], "value": r["value"]} for r in out]


def repair(retold, case):
    return rows(run([retold, "repair", os.path.join(case, "in.jsonl")]))


STAGES = {f.__name__: f for f in (extract, pages, copies, stories, quotes, times, repair)}


def only(expected, got):
    """What came out, cut to the fields that are expected."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return {name: only(value, got[name]) for name, value in expected.items() if name in got}
    if isinstance(expected, list) and isinstance(got, list):
        return [only(e, g) for e, g in zip(expected, got)] + got[len(expected) :]
    if isinstance(expected, str) and isinstance(got, list) and all(isinstance(p, str) for p in got):
        return "\n".join(got)
    return got


def show(value):
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def difference(expected, got, name):
    return "".join(difflib.unified_diff(expected.splitlines(True), got.splitlines(True), "expected " + name, "got " + name, n=2))


def write(path, text):
    with open(path, "w", encoding="utf8", newline="") as f:
        f.write(text)


def stage_case(stage, retold, case, update):
    """Why the case fails; empty when it doesn't."""
    path = os.path.join(case, "out.json")
    there = os.path.exists(path)
    if not there and not update:
        return "there is no out.json (--update writes one)"
    got = STAGES[stage](retold, case)
    expected = got
    if there:
        with open(path, encoding="utf8") as f:
            expected = json.load(f)
        got = only(expected, got)
    if update and (not there or got != expected):
        write(path, show(got))
        return ""
    return "" if got == expected else difference(show(expected), show(got), "out.json")


def cli_run(retold, case):
    with tempfile.TemporaryDirectory() as folder:
        place = dict(os.environ, RETOLD=os.path.abspath(retold), EXAMPLES=EXAMPLES, CASE=os.path.abspath(case), TERM="dumb", LC_ALL="C.UTF-8", TZ="UTC")
        command = ["bash", "-u", os.path.abspath(os.path.join(case, "cmd.sh"))]
        done = subprocess.run(command, cwd=folder, env=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    out = {"stdout.exact": done.stdout, "stderr.exact": done.stderr}
    return {**{name: raw.decode("utf8", "backslashreplace") for name, raw in out.items()}, "status": "%d\n" % done.returncode}


def cli_case(retold, case, update):
    got = cli_run(retold, case)
    if update and not os.path.exists(os.path.join(case, "stdout.exact")):
        write(os.path.join(case, "stdout.exact"), "")
    found = ""
    for name, text in got.items():
        path = os.path.join(case, name)
        if not os.path.exists(path):
            if name == "status" and text != "0\n" and not update:
                found += "status %sstandard error: %s" % (text, got["stderr.exact"])
            elif name == "status" and text != "0\n":
                write(path, text)
            continue
        with open(path, encoding="utf8", newline="") as f:
            expected = f.read()
        if text != expected and update:
            write(path, text)
        elif text != expected:
            found += difference(expected, text, name)
    return found


def is_case(folder):
    return any(os.path.exists(os.path.join(folder, n)) for n in ("cmd.sh", "in.html", "in.txt", "in.jsonl", "out.json")) or bool(
        glob.glob(os.path.join(glob.escape(folder), "in.*"))
    )


def cases_in(folder):
    folder = os.path.abspath(folder)
    if is_case(folder):
        return [folder]
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if is_case(os.path.join(folder, n))]


def run_case(retold, case, update):
    stage = os.path.basename(os.path.dirname(case))
    try:
        if stage == "cli":
            return cli_case(retold, case, update)
        if stage not in STAGES:
            return "no stage is called " + stage
        return stage_case(stage, retold, case, update)
    except (Failed, OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as e:
        return "%s: %s" % (type(e).__name__, e)


def main():
    parser = argparse.ArgumentParser(description="Runs cases by example through the command line.")
    parser.add_argument("--retold", default="build/retold", help="the program (build/retold)")
    parser.add_argument("--update", action="store_true", help="write what comes out as the new expectation")
    parser.add_argument("folders", nargs="+")
    told = parser.parse_args()
    cases = [case for folder in told.folders for case in cases_in(folder)]
    failed = 0
    for case in cases:
        why = run_case(told.retold, case, told.update)
        if why:
            failed += 1
            print("FAIL %s\n%s" % (os.path.relpath(case), why))
    print("%d passed, %d failed" % (len(cases) - failed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
