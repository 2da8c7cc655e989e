"""Runs the examples of a page, as a reader would: in order, against a server of the page's own.

`sh` and `console` blocks run in one shell, `http` blocks are sent with the page's admin key,
`python` and `js` run as programs. A `json` or `text` block after one of them is what it must have
printed. A `swift` block stands in the sources as it stands there. Every request is answered 2xx unless the page says otherwise.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from docs_match import Matcher, Mismatch, documents, shown_documents
from documents import DOCS, ROOT, Block, Directive, Page
from laurel import run
from postgres import Node

DEADLINE = 60.0
# What stands in pages of browsers is tried there, by the suites of the UI kit.
PAGES = ("html", "jsx", "vue", "svelte", "css")
BROWSER_PAGES = ("ui.md", "html.md", "react.md", "vue.md", "svelte.md")
DEFAULT_ADDRESS = "127.0.0.1:8080"
STATUS = re.compile(r"^@status (\d+)$", re.MULTILINE)

# Folders that pages name, and what stands for them here.
PLACES = {"/var/lib/laurel/": "", "/opt/tzdata-new/zoneinfo": "/usr/share/zoneinfo"}

# What a reader's shell has, and what makes it safe and quick to run here.
PRELUDE = r"""
curl() {
    local word limit=()
    for word in "$@"; do [[ $word == -N ]] && limit=(timeout 3); done
    "${limit[@]}" "$CURL" -sS -w '%{stderr}@status %{http_code}\n' "$@"
    local code=$?
    [[ ${#limit[@]} -gt 0 && $code == 124 ]] && { code=0; echo '@status 200' >&2; }
    echo
    return $code
}
await_server() {
    local tries=300
    until "$CURL" -sf "http://127.0.0.1:$PORT/health" >/dev/null 2>&1; do
        ((tries--)) || { echo 'the server did not start' >&2; return 1; }
        sleep 0.05
    done
}
end_server() {
    [[ -n ${SERVER:-} ]] || return 0
    kill -TERM "$SERVER" 2>/dev/null
    wait "$SERVER" 2>/dev/null
    echo $? >>"$HOME/.ended"
    SERVER=
}
laurel() {
    [[ $1 == serve && $2 != --help ]] || { "$LAUREL_BINARY" "$@"; return; }
    end_server
    case " $* " in
        *" --port "*) "$LAUREL_BINARY" "$@" & ;;
        *) "$LAUREL_BINARY" "$@" --port "$PORT" & ;;
    esac
    SERVER=$!
    await_server
}
make() {
    local target
    for target in "$@"; do
        [[ $target == -* || $target == *=* ]] || grep -q "^$target:" "$ROOT/Makefile" || {
            echo "make has no target $target" >&2; return 1; }
    done
    [[ $1 == serve ]] || return 0
    "$LAUREL_BINARY" demo --database demo.db --port "$PORT" && laurel serve --database demo.db
}
python() { "$PYTHON" "$@"; }
python3() { "$PYTHON" "$@"; }
apt-get() { :; }
"""


class ExampleFailed(AssertionError):
    """An example does not do what its page says."""


class PageRun:
    """One page's examples, its shell, and its server."""

    def __init__(
        self, page: Page, binary: Path, folder: Path, postgres: Callable[[], Node]
    ) -> None:
        self.page = page
        self.binary = binary
        self.folder = folder
        self.postgres = postgres
        self.matcher = Matcher()
        self.port = free_port()
        self.output = ""
        self.fields: set[str] = set()
        """The names of all fields that answers had."""
        self.command: Block | None = None
        self.urls: dict[str, str] = {}
        self.counts = {"run": 0, "compared": 0, "skipped": 0, "elsewhere": 0}

    # The page.

    def run(self) -> dict[str, int]:
        """Runs everything; gives how many blocks were run, compared and skipped."""
        with self._shell() as shell:
            self.shell = shell
            try:
                self._prepare()
                self._steps(self.page)
            finally:
                self._end()
        return self.counts

    def _steps(self, page: Page, *, is_preparation: bool = False) -> None:
        for step in page.steps():
            try:
                if isinstance(step, Directive):
                    self._directive(step)
                elif step.kind == "js" and page.name.rsplit("/", 1)[-1] in BROWSER_PAGES:
                    self.counts["elsewhere"] += 1
                elif not (is_preparation and "laurel serve" in step.text):
                    self._block(step)
            except (AssertionError, ValueError) as error:
                raise ExampleFailed(f"{page.name}:{step.line}: {error}") from error

    def _directive(self, directive: Directive) -> None:
        match directive.word:
            case "after":
                self._steps(Page.read(DOCS / directive.rest), is_preparation=True)
            case "clock":
                body = f'{{"now": "{directive.rest}"}}'
                self._sh(f"curl -X PUT http://{DEFAULT_ADDRESS}/admin/v1/clock "
                         f"-H \"X-API-KEY: $KEY\" -d '{body}'", (200,))  # fmt: skip
            case "run":
                self._sh(directive.rest, None)

    def _block(self, block: Block) -> None:
        skip = block.directive("skip")
        if skip is not None:
            require(skip.rest.startswith("because "), "a skip needs its reason: skip, because …")
            self.counts["skipped"] += 1
            return
        file = block.directive("file")
        if file is not None:
            (self.folder / file.rest).write_text(self._local(block.text))
            self.counts["run"] += 1
            return
        if block.directive("again"):
            require(self.command is not None, "there is no command to run again")
            self._execute(self.command)
        if block.kind in ("json", "text"):
            self._compare(block)
        elif block.kind == "swift":
            self._look_up(block)
        elif block.kind == "console":
            self._console(block)
        elif block.kind in PAGES:
            self.counts["elsewhere"] += 1
        elif block.kind in ("sh", "http", "python", "js", "sql"):
            self._execute(block)
            self.command = block
            self.counts["run"] += 1
        else:
            raise ExampleFailed(
                f"a block of kind {block.kind!r} is neither run nor skipped with a reason. "
                "Call it sh, console, http, python, js, sql, swift, json or text, or put a comment "
                "before it: "
                "<!-- test: skip, because … --> (see documents.py)"
            )

    def _execute(self, block: Block) -> None:
        status = block.directive("status")
        statuses = tuple(int(word) for word in status.rest.split()) if status else None
        match block.kind:
            case "sh":
                self._sh(block.text, statuses)
            case "http":
                self._sh(self._curl(block.text), statuses)
            case "python":
                (self.folder / "example.py").write_text(self._local(block.text))
                self._sh("python example.py", None)
            case "js":
                (self.folder / "example.mjs").write_text(self._local(block.text))
                self._sh("node example.mjs", None)
            case "sql":
                self._sql(block.text)

    # Commands.

    def _sh(self, text: str, statuses: tuple[int, ...] | None) -> None:
        if "/admin/v1/clock" in text and "PUT" in text:
            self.matcher.times_are_exact = True
        script, output, errors = (self.folder / name for name in (".in", ".out", ".err"))
        script.write_text(self._local(text))
        self.shell.stdin.write(f"source {script} </dev/null >{output} 2>{errors}; echo done $?\n")
        self.shell.stdin.flush()
        answer = self._line(errors)
        self.output = output.read_text()
        self.fields |= names_in(documents(self.output))
        told = errors.read_text()
        code = answer.removeprefix("done ").strip()
        require(code == "0", f"the commands ended with {code}: {told}{self.output}")
        failed = (self.folder / ".failed")
        if failed.exists():
            command = failed.read_text()
            failed.unlink()
            raise ExampleFailed(f"this command failed: {command}{told}{self.output}")
        self._check(tuple(int(number) for number in STATUS.findall(told)), statuses)

    def _line(self, errors: Path) -> str:
        # A command that never ends is ended with its shell, whose output then ends too.
        alarm = threading.Timer(DEADLINE, self._signal, [signal.SIGKILL])
        alarm.start()
        line = self.shell.stdout.readline()
        alarm.cancel()
        require(
            line.startswith("done "),
            f"the shell ended, or was ended after {DEADLINE:.0f} s: {errors.read_text()}",
        )
        return line

    def _check(self, seen: tuple[int, ...], statuses: tuple[int, ...] | None) -> None:
        if statuses is None:
            bad = [status for status in seen if not 200 <= status < 300]
            require(not bad, f"a request was answered {bad}: {self.output}")
            return
        wanted = statuses * len(seen) if len(statuses) == 1 else statuses
        require(seen == wanted, f"the answers were {seen}, not {statuses}: {self.output}")

    def _curl(self, text: str) -> str:
        """A request as it stands on the wire, as a command."""
        head, _, body = text.partition("\n\n")
        first, *lines = head.splitlines()
        method, target = first.split()[:2]
        words = ["curl", "-X", method, f"http://{DEFAULT_ADDRESS}{target}"]
        for line in lines:
            words += ["-H", line]
        quoted = " ".join(shlex.quote(word) for word in words)
        if not any(line.lower().startswith(("x-api-key:", "authorization:")) for line in lines):
            quoted += ' -H "X-API-KEY: $KEY"'
        return quoted + (f" -d {shlex.quote(body.strip())}" if body.strip() else "")

    def _console(self, block: Block) -> None:
        for command, shown in sessions(block.text):
            self._sh(command, None)
            printed = [line for line in self.output.splitlines() if line]
            self._lines(shown, printed)
        self.counts["compared"] += 1

    def _sql(self, text: str) -> None:
        text = re.sub(r"\blaurel\b", f"laurel_docs_{os.getpid()}", text)
        for statement in filter(None, (each.strip() for each in text.split(";"))):
            self.postgres().sql(statement)

    # Answers.

    def _look_up(self, block: Block) -> None:
        """Swift on a page is the project's own: it stands in a source, but for indentation."""
        shown = unindented(block.text)
        require(
            any(shown in unindented(path.read_text()) for path in swift_sources()),
            "no source has these lines",
        )
        self.counts["compared"] += 1

    def _compare(self, block: Block) -> None:
        require(self.command is not None, "nothing was run whose answer this could be")
        if block.kind == "text":
            shown = [line for line in block.text.splitlines() if line]
            self._lines(shown, without_heartbeats(self.output.splitlines()))
        else:
            shown_answers = shown_documents(self.matcher.substituted(block.text))
            answers = documents(self.output)[-len(shown_answers) :]
            require(
                len(answers) == len(shown_answers),
                f"{len(shown_answers)} answers are shown, there were {len(answers)}",
            )
            for shown, real in zip(shown_answers, answers, strict=True):
                self.matcher.match(shown, real)
        self.counts["compared"] += 1

    def _lines(self, shown: list[str], printed: list[str]) -> None:
        """Every shown line is printed, in this order and with nothing between them."""
        patterns = [re.compile(self.matcher.pattern(line)) for line in shown]
        for start in range(len(printed) - len(shown) + 1):
            if all(map(re.Pattern.fullmatch, patterns, printed[start:])):
                return
        raise Mismatch(f"printed was {printed}, the page shows {shown}")

    # The surroundings.

    def _local(self, text: str) -> str:
        """A command with what is here in place of what the page names."""
        text = self.matcher.substituted(text)
        text = re.sub(r"^((?:\w+=\S+ )*)laurel serve(.*?) &$", r"\1laurel serve\2", text, flags=re.M)
        text = re.sub(r"(127\.0\.0\.1|localhost):8080", f"127.0.0.1:{self.port}", text)
        text = text.replace("--port 8080", f"--port {self.port}")
        for shown, here in PLACES.items():
            text = text.replace(shown, here)
        return re.sub(r"'postgres://[^']*'", lambda found: self._url(found[0]), text)

    def _url(self, shown: str) -> str:
        if shown not in self.urls:
            self.urls[shown] = shlex.quote(self.postgres().create_database(f"docs_{self.port}_{len(self.urls)}"))
        return self.urls[shown]

    def _prepare(self) -> None:
        (self.folder / "laurel").symlink_to(self.binary)
        release = self.folder / ".build/release"
        release.mkdir(parents=True)
        (release / "laurel").symlink_to(self.binary)
        # A command in the middle of a block fails the example too.
        self._sh(PRELUDE + "trap 'echo \"$BASH_COMMAND\" >.failed' ERR\nset -o pipefail", None)
        starts = "\n".join(block.text for block in self.page.blocks if block.kind == "sh")
        if not re.search(r"^(laurel|make) serve", starts, re.MULTILINE):
            self._sh("laurel serve --database laurel.db", None)
            made = run(
                self.binary, "keys", "create", "--database", str(self.folder / "laurel.db"),
                "--environment", "sandbox", "--scope", "admin",
            )  # fmt: skip
            require(made.returncode == 0, made.stderr)
            self._sh(f"export KEY={made.stdout.strip()}", None)

    def _shell(self) -> subprocess.Popen[str]:
        environment = {
            "CURL": shutil.which("curl") or "/usr/bin/curl",
            "LAUREL_BINARY": str(self.binary),
            "PATH": f"{self.folder}:/usr/local/bin:/usr/bin:/bin",
            "PORT": str(self.port),
            "PYTHON": sys.executable,
            "ROOT": str(ROOT),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
        }
        return subprocess.Popen(
            ["bash", "--norc"], cwd=self.folder, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def _end(self) -> None:
        """Ends the shell and all that it started; its server ends in peace."""
        try:
            self.shell.stdin.write("end_server; exit\n")
            self.shell.stdin.close()
            self.shell.wait(30)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            pass
        self._signal(signal.SIGKILL)
        ended = self.folder / ".ended"
        if ended.exists():
            codes = set(ended.read_text().split())
            require(codes == {"0"}, f"a server of {self.page.name} ended with {codes}")

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.shell.pid, number)


def sessions(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a session, which begin with `$` and go on indented, and what they print."""
    found: list[tuple[str, list[str]]] = []
    is_command = False
    for line in text.splitlines():
        if line.startswith("$ "):
            is_command = True
            found.append((line[2:], []))
        elif is_command and line.startswith("    "):
            found[-1] = (found[-1][0] + "\n" + line, [])
        elif line and found:
            is_command = False
            found[-1][1].append(line)
    return found


def names_in(document: Any) -> set[str]:
    """The names of all fields of a document."""
    if isinstance(document, dict):
        return set(document) | names_in(list(document.values()))
    if isinstance(document, list):
        return set().union(*map(names_in, document))
    return set()


def swift_sources() -> list[Path]:
    """The project's own sources: the server's, and the clients'."""
    return [*(ROOT / "Sources").rglob("*.swift"), *(ROOT / "clients/swift/Sources").rglob("*.swift")]


def unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def without_heartbeats(lines: list[str]) -> list[str]:
    """The lines that say something: a stream that waits long sends comments, each with its place."""
    kept: list[str] = []
    is_heartbeat = False
    for line in filter(None, lines):
        if line.startswith(":"):
            is_heartbeat = True
        elif is_heartbeat and line.startswith("id:"):
            is_heartbeat = False
        else:
            is_heartbeat = False
            kept.append(line)
    return kept


def require(holds: bool, problem: str) -> None:
    if not holds:
        raise ExampleFailed(problem)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
