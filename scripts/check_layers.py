#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the floors of the source tree.

usage: check_layers.py [ROOT] [--self-test]

Under ROOT/src, each folder is a floor and may include only headers of floors below it
or its own, always written "floor/file.h". Inside chain the parts have an order too.
Calls and third-party headers that belong to one floor are refused elsewhere. Prints one
line per breach, "file:line: text"; exit status 0 when there is none, 1 otherwise.
"""
import pathlib
import re
import sys
import tempfile

FLOORS = {"base": 1, "engine": 2, "chain": 3, "scenario": 4, "results": 4,
          "experiment": 5, "cli": 6}

# Inside chain, lowest first. A file belongs to the row that names it, or that names the
# part before an underscore (state_lots.c is of state); what no row names is a domain.
CHAIN_RANKS = [
    ("described", ["network", "provenance", "stage", "metrics", "layout",
                   "cost_account", "thermal"]),
    ("state", ["state", "history", "trace"]),
    ("measure", ["measure"]),
    ("domain", []),
    ("dispatch", ["chain", "simulation"]),
]
CHAIN_DOMAIN = 3

# Calls that only some files may make: (pattern, allowed path prefixes, what to do).
CALLS = [
    (r"(?:printf|fprintf|vprintf|vfprintf|dprintf|vdprintf|puts|fputs|putchar|putc|fputc|"
     r"perror|psignal)", ["src/cli/"], "only cli prints"),
    (r"(?:exit|_exit|_Exit|quick_exit|abort|atexit)", ["src/main.c"],
     "only main returns an exit status"),
    (r"(?:getenv|secure_getenv|setenv|putenv|setlocale)", ["src/cli/"],
     "below cli nobody reads or changes the environment"),
    (r"(?:malloc|calloc|realloc|reallocarray|aligned_alloc|posix_memalign|strdup|strndup|"
     r"asprintf|vasprintf|getline|alloca|free)", ["src/base/memory.c"],
     "allocation goes through base/memory.h"),
    (r"(?:fopen|fdopen|freopen|open|openat|creat|rename|renameat|unlink|remove|mkdir|tmpfile|"
     r"mkstemp|fsync|ftruncate|flock)", ["src/base/io"], "files go through base/io.h"),
    (r"(?:atoi|atol|atoll|atof|sscanf|strtol|strtoll|strtoul|strtoull|strtod|strtof)",
     ["src/base/number.c", "src/base/time.c"], "numbers are read by base/number.h"),
    (r"(?:rand|srand|random|drand48|time|gettimeofday|clock_gettime)",
     ["src/cli/", "src/experiment/", "src/base/time"],
     "the model knows neither wall time nor libc's random numbers"),
]
# bw_assert_failed() may do what others may not.
ASSERT_FILE = "src/base/status.c"

# Third-party headers: (pattern, allowed prefixes, at most this many files).
HEADERS = [
    (r"yaml\.h", ["src/scenario/"], 1),
    (r"(?:hdf5|hdf5_hl|H5\w+)\.h", ["src/results/"], None),
    (r"omp\.h", ["src/experiment/"], 1),
    (r"gsl/.*\.h", ["src/engine/", "src/experiment/"], None),
    (r"Random123/.*\.h", ["src/engine/"], 1),
    (r"sodium\.h", ["src/base/"], 1),
    (r"xxhash\.h", ["src/base/", "src/engine/"], 1),
]

COMMENT_OR_STRING = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def blank(match):
    """Replaces comments and the inside of strings by blanks; lines stay where they are."""
    text = match.group(0)
    if text[0] in "\"'":
        return text[0] + " " * (len(text) - 2) + text[-1]
    return re.sub(r"[^\n]", " ", text)


def without_assert_failed(code):
    """Blanks the body of bw_assert_failed()."""
    start = re.search(r"^void bw_assert_failed\([^;{]*\{", code, re.M)
    if not start:
        return code
    end = code.find("\n}", start.end())
    body = re.sub(r"[^\n]", " ", code[start.start():end])
    return code[:start.start()] + body + code[end:]


def chain_rank(name):
    for rank, (_, names) in enumerate(CHAIN_RANKS):
        if any(name == n or name.startswith(n + "_") for n in names):
            return rank
    return CHAIN_DOMAIN


class Checker:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.breaches = []
        self.includes = {}  # header -> headers that it includes
        self.users = {}     # third-party row -> files

    def breach(self, path, line, text):
        self.breaches.append(f"{path}:{line}: {text}")

    def check_include(self, path, line, target):
        parts = target.split("/")
        if len(parts) != 2 or parts[0] not in FLOORS:
            self.breach(path, line, f'"{target}": write it "floor/file.h"')
            return
        if not (self.root / "src" / target).is_file():
            self.breach(path, line, f'"{target}": no such header under src')
        own = path.split("/")[1]
        if own not in FLOORS:  # src/main.c
            if parts[0] != "cli":
                self.breach(path, line, "main.c may include only cli")
            return
        if parts[0] != own and FLOORS[parts[0]] >= FLOORS[own]:
            self.breach(path, line, f"{own} may not include {parts[0]}")
        if own == parts[0] == "chain":
            mine = chain_rank(pathlib.Path(path).stem)
            other = chain_rank(pathlib.Path(target).stem)
            if other > mine:
                self.breach(path, line, f"within chain, {CHAIN_RANKS[mine][0]} may not "
                            f"include {CHAIN_RANKS[other][0]} ({target})")

    def check_third_party(self, path, line, target):
        for pattern, prefixes, limit in HEADERS:
            if not re.fullmatch(pattern, target):
                continue
            if not any(path.startswith(p) for p in prefixes):
                self.breach(path, line, f"<{target}> belongs to {' or '.join(prefixes)}")
            users = self.users.setdefault((pattern, limit), [])
            if path not in users:
                users.append(path)

    def check_file(self, path):
        text = (self.root / path).read_text(encoding="utf-8")
        code = COMMENT_OR_STRING.sub(blank, text)
        # Only calls and directives outside comments count; an include's target stands
        # in the original text, at the same place.
        for match in INCLUDE.finditer(text):
            hash_at = text.index("#", match.start())
            if code[hash_at] != "#":
                continue
            line = text.count("\n", 0, hash_at) + 1
            if match.group(1) == '"':
                self.check_include(path, line, match.group(2))
                if path.endswith(".h"):
                    self.includes.setdefault(path[4:], []).append(match.group(2))
            else:
                self.check_third_party(path, line, match.group(2))
        if path == ASSERT_FILE:
            code = without_assert_failed(code)
        for names, prefixes, why in CALLS:
            if any(path.startswith(p) for p in prefixes):
                continue
            for match in re.finditer(rf"(?<![\w.>]){names}\s*\(", code):
                line = code.count("\n", 0, match.start()) + 1
                call = match.group(0).rstrip("( \t\n")
                self.breach(path, line, f"{call}(): {why}")
        for match in re.finditer(r"^[ \t]*#[ \t]*pragma[ \t]+omp\b", code, re.M):
            if not path.startswith("src/experiment/"):
                line = code.count("\n", 0, match.start()) + 1
                self.breach(path, line, "OpenMP belongs to experiment")

    def check_names(self, paths):
        seen = {}
        for path in paths:
            name = pathlib.Path(path).name
            if name in seen:
                self.breach(path, 1, f"the name is taken by {seen[name]}")
            seen.setdefault(name, path)
            if path.startswith("src/") and path.split("/")[1] not in FLOORS \
                    and path != "src/main.c":
                self.breach(path, 1, "stands on no floor")

    def check_cycles(self):
        state = {}

        def visit(header, trail):
            if state.get(header) == 2:
                return
            if state.get(header) == 1:
                loop = " -> ".join(trail[trail.index(header):] + [header])
                self.breach("src/" + header, 1, f"headers include each other: {loop}")
                return
            state[header] = 1
            for target in self.includes.get(header, []):
                visit(target, trail + [header])
            state[header] = 2

        for header in sorted(self.includes):
            visit(header, [])

    def run(self):
        files = [str(p.relative_to(self.root)) for top in ("src", "tests")
                 for p in sorted((self.root / top).rglob("*.[ch]"))]
        self.check_names(files)
        for path in files:
            if path.startswith("src/"):
                self.check_file(path)
        for (_, limit), users in self.users.items():
            if limit is not None and len(users) > limit:
                self.breach(users[-1], 1, f"this library stays in one file: {users[0]}")
        self.check_cycles()
        return sorted(set(self.breaches)), len(files)


SELF_TEST = {
    "src/base/a.h": "int a;\n",
    "src/base/b.c": '#include "engine/e.h"\n',
    "src/engine/e.h": '#include "base/a.h"\n',
    "src/engine/e.c": '#include "e.h"\n',
    "src/engine/p.c": 'void f(void) { printf("x"); }\n',
    "src/engine/ok.c": "/* printf( */ const char *s = \"exit(\"; int g(void) "
                       "{ return x->free(1) + bw_free(2); }\n",
    "src/scenario/s.h": '#include "results/r.h"\n',
    "src/scenario/y1.c": "#include <yaml.h>\n",
    "src/scenario/y2.c": "#include <yaml.h>\n",
    "src/results/r.h": "int r;\n",
    "src/results/m.c": "void h(void *p) { free(p); }\n",
    "src/chain/network.h": "int n;\n",
    "src/chain/state_lots.c": '#include "chain/transport.h"\n',
    "src/chain/transport.h": '#include "chain/network.h"\n',
    "src/chain/history.h": '#include "chain/state.h"\n',
    "src/chain/state.h": '#include "chain/history.h"\n',
    "src/cli/p.c": '#include <hdf5.h>\nvoid k(void) { printf("ok"); }\n',
}
SELF_TEST_EXPECTED = [
    "src/base/b.c:1: base may not include engine",
    'src/engine/e.c:1: "e.h": write it "floor/file.h"',
    "src/engine/p.c:1: printf(): only cli prints",
    "src/scenario/s.h:1: scenario may not include results",
    "src/scenario/y2.c:1: this library stays in one file: src/scenario/y1.c",
    "src/results/m.c:1: free(): allocation goes through base/memory.h",
    "src/chain/state_lots.c:1: within chain, state may not include domain "
    "(chain/transport.h)",
    "src/chain/history.h:1: headers include each other: chain/history.h -> "
    "chain/state.h -> chain/history.h",
    "src/cli/p.c:1: <hdf5.h> belongs to src/results/",
    "src/engine/p.c:1: the name is taken by src/cli/p.c",
]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SELF_TEST.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found, _ = Checker(folder).run()
    if found != sorted(SELF_TEST_EXPECTED):
        for line in sorted(set(found) ^ set(SELF_TEST_EXPECTED)):
            print("unexpected or missing:", line)
        return 1
    print(f"check_layers: finds all {len(found)} planted breaches")
    return 0


def main(arguments):
    if "--self-test" in arguments:
        return self_test()
    default = pathlib.Path(__file__).resolve().parent.parent
    breaches, count = Checker(arguments[0] if arguments else default).run()
    for line in breaches:
        print(line)
    print(f"check_layers: {count} files, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
