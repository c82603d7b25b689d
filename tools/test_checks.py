#!/usr/bin/env python3
"""Each check passes on a small tree that is right and finds each thing that is put wrong in it."""
import os
import shutil
import subprocess
import tempfile
import unittest

import check_docs
import check_exports
import check_layers
import check_sizes
import check_words
import checking

GOOD = {
    "src/ROOMS": "base:            # all stand on it\nos: base\ntext: base\ncopies: base text\n",
    "src/base/base.h": "/* Adds. */\nint base_add(int a, int b);\nint base_sub(int a, int b);\n",
    "src/os/os.c": '#include "base/base.h"\n#include <unistd.h>\n',
    "src/text/text.c": "#include <string.h>\n#include <utf8proc.h>\n",
    "src/copies/copies.c": '#include "copies/copies.h"\n#include "text/text.h"\n#include <retold/base.h>\n',
    "cli/main.c": '#include "cli.h"\n#include <retold/base.h>\n#include <stdio.h>\n',
    "cli/cli.h": "int cmd_add(int argc, char **argv);\n",
    "include/retold/base.h": "#ifdef __cplusplus\nextern \"C\" {\n#endif\n/** A pair. */\ntypedef struct retold_pair { int a, b; } retold_pair;\n"
    "/**\n * Adds.\n *\n * :param sink: where to.\n * :param work: called.\n * :param n: most.\n * :return: RETOLD_OK.\n */\n"
    "RETOLD_API RETOLD_MUST_USE int retold_add(\n    const retold_pair *sink, int (*work)(void *user, int n), int n[2]);\n"
    "/**\n * Frees.\n *\n * :param pair: NULL is a no-op.\n */\nRETOLD_API void retold_pair_free(retold_pair *pair);\n",
}


class Tree(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="retold-checks-")
        self.addCleanup(shutil.rmtree, self.root)
        for path, text in GOOD.items():
            self.write(path, text)

    def write(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf8") as f:
            f.write(text)

    def finds(self, check, path, text, words):
        """With this file the check finds exactly one thing, which says these words."""
        self.write(path, text)
        found = check.problems(self.root)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])


class Layers(Tree):
    def test_right_tree_passes(self):
        self.assertEqual(check_layers.problems(self.root), [])

    def test_room_above_is_refused(self):
        self.finds(check_layers, "src/text/text.c", '#include "copies/copies.h"\n', "text may not stand on copies")

    def test_public_header_of_a_room_above_is_refused(self):
        self.finds(check_layers, "src/text/text.c", "#include <retold/copies.h>\n", "text may not stand on copies")

    def test_public_header_may_not_reach_up(self):
        self.finds(check_layers, "include/retold/base.h", "#include <retold/copies.h>\n", "base may not stand on copies")

    def test_system_calls_live_in_os(self):
        self.finds(check_layers, "src/text/text.c", "#include <sys/mman.h>\n", "only os makes system calls")

    def test_bare_names_lie_in_the_same_folder(self):
        self.finds(check_layers, "src/text/text.c", '#include "base.h"\n', 'write "room/file.h"')
        self.write("src/base/base.c", '#include "base.h"\n')
        self.write("src/text/text.c", "")
        self.assertEqual(check_layers.problems(self.root), [])

    def test_unlisted_room_is_found(self):
        self.finds(check_layers, "src/extra/extra.c", "", "extra is not in src/ROOMS")

    def test_rooms_are_listed_bottom_up(self):
        self.finds(check_layers, "src/ROOMS", "text: base\nbase:\nos: base\ncopies: base text\n", "not listed before it")

    def test_command_line_keeps_to_the_public_headers(self):
        self.finds(check_layers, "cli/main.c", '#include "base/base.h"\n', "only its own files")
        self.finds(check_layers, "cli/main.c", "#include <sqlite3.h>\n", "only <retold/...> and libc")


class Docs(Tree):
    def test_right_tree_passes(self):
        self.assertEqual(check_docs.problems(self.root), [])

    def without(self, piece):
        return GOOD["include/retold/base.h"].replace(piece, "")

    def test_parameter_without_words(self):
        for name in ("sink: where to", "work: called", "n: most"):
            text = self.without(" * :param %s.\n" % name)
            self.finds(check_docs, "include/retold/base.h", text, "does not explain its parameter " + name.split(":")[0])

    def test_return_without_words(self):
        self.finds(check_docs, "include/retold/base.h", self.without(" * :return: RETOLD_OK.\n"), "has no :return:")

    def test_words_for_what_is_not_there(self):
        text = GOOD["include/retold/base.h"].replace(":param pair:", ":param pear:\n * :param pair:")
        self.finds(check_docs, "include/retold/base.h", text, "explains pear")

    def test_function_without_comment(self):
        text = GOOD["include/retold/base.h"].replace("RETOLD_API void", "\nRETOLD_API void")
        self.finds(check_docs, "include/retold/base.h", text, "retold_pair_free() has no /** comment")

    def test_room_header_without_comment(self):
        self.finds(check_docs, "src/base/base.h", "/* Adds. */\nint base_add(int a);\n\nint base_sub(int a);\n", "base_sub() has no comment")


class Sizes(Tree):
    def test_right_tree_passes(self):
        self.write("src/base/a.c", "int a(void) {\n%s}\n" % ("    ;\n" * 10))
        self.assertEqual(check_sizes.problems(self.root), [])

    def test_long_file(self):
        self.finds(check_sizes, "src/base/a.c", "\n" * 801, "801 lines")

    def test_long_function(self):
        small = "".join("int a%d(void) { return 0; }\n" % i for i in range(3))
        self.finds(check_sizes, "src/base/a.c", small + "int b(void) {\n%s}\n" % ("    ;\n" * 90), "b() has 92 lines")

    def test_long_half(self):
        self.finds(check_sizes, "src/base/a.c", "int b(void) {\n%s}\n" % ("    ;\n" * 30), "half of all functions")


class Words(Tree):
    def test_right_tree_passes(self):
        self.assertEqual(check_words.problems(self.root), [])

    def test_each_rule_finds(self):
        for text in ("cd /wo" "rk/main", "see https://py" "pi.org/simple", "/* TO" "DO: later */", "open('/ho" "me/me/x')"):
            self.finds(check_words, "docs/a.md", "fine\n" + text + "\n", "docs/a.md:2")

    def test_urls_and_relative_paths_are_fine(self):
        self.write("docs/a.md", "https://example.org/work/x, build/work/y, ../root/z\n")
        self.assertEqual(check_words.problems(self.root), [])


class Exports(Tree):
    """Over real libraries, made here with the compiler."""

    def library(self, source, name):
        self.write("lib.c", source)
        path = os.path.join(self.root, name)
        shape = ["-shared", "-fPIC", "-fvisibility=hidden", "-o", path] if name.endswith(".so") else ["-c", "-o", path + ".o"]
        subprocess.run(["cc", os.path.join(self.root, "lib.c")] + shape, check=True)
        if name.endswith(".a"):
            subprocess.run(["ar", "rcs", path, path + ".o"], check=True)
        return path

    def test_both_kinds(self):
        shown = '__attribute__((visibility("default"))) '
        both = shown + "int retold_add(void) { return 0; }\n" + shown + "void retold_pair_free(void) {}\n"
        for name in ("lib.so", "lib.a"):
            self.assertEqual(check_exports.problems(self.root, [self.library(both, name)]), [])
            extra = self.library(both + shown + "int lxb_parse(void) { return 0; }\n", name)
            self.assertIn("lxb_parse is shown", check_exports.problems(self.root, [extra])[0])
            fewer = self.library(both.split("\n")[0], name)
            self.assertIn("retold_pair_free is declared", check_exports.problems(self.root, [fewer])[0])


class Reading(unittest.TestCase):
    def test_declarations_of_all_shapes(self):
        text = "/* One. */\nstatic inline int one(void) { return '{'; }\n_Noreturn void two(char *a, ...);\n\nextern const int three[];\n"
        text += "/* F. */\nint four(int n) __attribute__((format(printf, 1, 2)));\n#define X(a) f(a);\ntypedef int (*five)(int);\n"
        found = [(f.name, f.parameters, bool(f.comment)) for f in checking.functions(text)]
        self.assertEqual(found, [("one", [], True), ("two", ["a"], True), ("four", ["n"], True)])


if __name__ == "__main__":
    unittest.main()
