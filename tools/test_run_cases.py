#!/usr/bin/env python3
"""The case runner passes what is right, finds what is not, and rewrites expectations; over a stand-in for retold."""
import json
import os
import shutil
import stat
import tempfile
import unittest

import run_cases

STAND_IN = r"""#!/usr/bin/env python3
import json, sys
args = sys.argv[1:]
read = lambda path: [json.loads(line) for line in open(path, encoding="utf8")]
write = lambda rows, out=sys.stdout: [print(json.dumps(r), file=out) for r in rows]
if args[0] == "extract":
    write({"id": r["id"], "url": r.get("url"), "title": "A", "text": open(r["file"]).read().strip()} for r in read(args[2]))
elif args[0] == "quotes":
    write({"doc": r["id"], "quote_start": 1, "quote_end": 4, "kind": "direct", "speaker_start": None, "speaker_end": None,
           "cue_start": 6, "cue_end": 10} for r in read(args[1]))
elif args[0] == "copies":
    docs = read(args[5])
    write([{"id": d["id"], "family": d["text"][:1]} for d in docs], open(args[2], "w"))
    write([{"a": docs[0]["id"], "b": docs[1]["id"], "a_span": [0, 2], "b_span": [2, 4], "kind": "near", "from": None}], open(args[4], "w"))
elif args[0] == "stories":
    write([{"id": "1", "story": "x"}, {"id": "2", "story": "y"}, {"id": "2", "story": "x", "moved_from": "y"}])
else:
    sys.exit("usage: what you like")
"""


class Cases(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="retold-cases-")
        self.addCleanup(shutil.rmtree, self.root)
        self.retold = self.write("retold", STAND_IN)
        os.chmod(self.retold, os.stat(self.retold).st_mode | stat.S_IXUSR)

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf8") as f:
            f.write(text)
        return full

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf8") as f:
            return f.read()

    def run_one(self, case, update=False):
        return run_cases.run_case(self.retold, os.path.join(self.root, case), update)

    def test_extract_compares_only_what_is_expected(self):
        self.write("extract/a/in.txt", "one\ntwo\n")
        self.write("extract/a/row.json", '{"url": "u"}')
        self.write("extract/a/out.json", '{"url": "u", "text": ["one", "two"]}')
        self.assertEqual(self.run_one("extract/a"), "")
        self.write("extract/a/out.json", '{"text": "one\\ntwo"}')
        self.assertEqual(self.run_one("extract/a"), "")
        self.write("extract/a/out.json", '{"title": "B"}')
        self.assertIn('+  "title": "A"', self.run_one("extract/a"))
        self.write("extract/a/out.json", '{"authors": []}')
        self.assertIn("authors", self.run_one("extract/a"))

    def test_missing_expectation_fails_until_updated(self):
        self.write("extract/a/in.html", "x")
        self.assertIn("--update", self.run_one("extract/a"))
        self.assertEqual(self.run_one("extract/a", update=True), "")
        self.assertEqual(json.loads(self.read("extract/a/out.json"))["text"], ["x"])
        self.assertEqual(self.run_one("extract/a"), "")

    def test_update_keeps_to_the_fields_that_are_there(self):
        self.write("extract/a/in.html", "x")
        self.write("extract/a/out.json", '{"title": "B"}')
        self.assertEqual(self.run_one("extract/a", update=True), "")
        self.assertEqual(json.loads(self.read("extract/a/out.json")), {"title": "A"})

    def test_quotes_in_words(self):
        self.write("quotes/a/in.jsonl", '{"id": "1", "text": "\\"abc\\" said he"}\n')
        self.write("quotes/a/out.json", '[{"quote": "abc", "cue": "said", "speaker": null, "via": []}]')
        self.assertEqual(self.run_one("quotes/a"), "")
        self.write("quotes/a/out.json", "[]")
        self.assertIn('"quote": "abc"', self.run_one("quotes/a"))

    def test_copies_as_groups(self):
        self.write("copies/a/in.jsonl", '{"id": "1", "text": "abcd"}\n{"id": "2", "text": "acdb"}\n')
        self.write("copies/a/out.json", '{"families": [["1", "2"]], "passages": [{"a_text": "ab", "b_text": "db"}]}')
        self.assertEqual(self.run_one("copies/a"), "")
        self.write("copies/a/out.json", '{"families": [["1"], ["2"]]}')
        self.assertIn("families", self.run_one("copies/a"))

    def test_stories_after_corrections(self):
        self.write("stories/a/in.jsonl", "")
        self.write("stories/a/out.json", '{"stories": [["1", "2"]]}')
        self.assertEqual(self.run_one("stories/a"), "")

    def test_refused_input_fails(self):
        self.write("repair/a/in.jsonl", "")
        self.write("repair/a/out.json", "[]")
        self.assertIn("status 1: usage", self.run_one("repair/a"))

    def test_command_line(self):
        self.write("cli/a/cmd.sh", 'echo "$(ls | wc -l) files"; echo oh >&2; exit 3\n')
        self.write("cli/a/stdout.exact", "0 files\n")
        self.assertIn("status 3", self.run_one("cli/a"))
        self.write("cli/a/status", "3\n")
        self.assertEqual(self.run_one("cli/a"), "")
        self.write("cli/a/stderr.exact", "no\n")
        self.assertIn("+oh", self.run_one("cli/a"))
        self.assertEqual(self.run_one("cli/a", update=True), "")
        self.assertEqual(self.read("cli/a/stderr.exact"), "oh\n")


if __name__ == "__main__":
    unittest.main()
