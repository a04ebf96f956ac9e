"""Executes notebooks through the Java kernel and keeps the executed copies.

The launcher calls this with the private environment's Python, for `run` and `quickstart`.
Progress goes to stderr; stdout has the path of each copy. What the cells print goes into the
copies only.
"""

import argparse
import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
import textwrap
import time
import traceback
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError

FAILED, BAD_INPUT, FAULT, INTERRUPTED = 1, 2, 70, 130
STARTUP_SECONDS = 180
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Stop(Exception):
    """Ends the program with a status and a message that is ready to print."""

    def __init__(self, status, code, sentence, details="", notes=""):
        text = f"error[{code}]: {sentence}"
        if details:
            text += "\n" + textwrap.indent(details.rstrip(), "  ")
        if notes:
            text += f"\n  = help: {notes}"
        super().__init__(text)
        self.status = status


class Client(NotebookClient):
    """Reports each code cell, and dies cleanly of Ctrl-C."""

    interrupted = False

    async def async_start_new_kernel(self, **kwargs):
        # nbclient's own handlers stop the kernel but let the run go on until it stumbles.
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def interrupt():
            self.interrupted = True
            self.shutdown_kernel = "immediate"
            task.cancel()

        for each in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(each, interrupt)
            except NotImplementedError:
                pass  # Windows has none
        await super().async_start_new_kernel(**kwargs)


class Progress:
    """A line for each code cell: begun when the cell begins, where a terminal shows it at once."""

    def __init__(self, notebook):
        self.titles = titles(notebook)
        self.live = sys.stderr.isatty()
        self.width = shutil.get_terminal_size((80, 24)).columns if self.live else 80
        self.current = None
        self.number = 0
        self.started = 0.0

    def start(self, cell_index):
        if cell_index not in self.titles:
            return
        self.current = cell_index
        self.number = list(self.titles).index(cell_index) + 1
        self.started = time.monotonic()
        if self.live:
            self.write(self.line())

    def done(self, ended=""):
        if self.current is None:
            return
        seconds = f" {time.monotonic() - self.started:.1f} s"
        self.write(("" if self.live else self.line()) + seconds + ended + "\n")
        self.current = None

    def line(self):
        count = str(len(self.titles))
        head = f"[{self.number:>{len(count)}}/{count}] "
        return head + cut(self.titles[self.current], self.width - len(head) - 20) + " …"

    @staticmethod
    def write(text):
        sys.stderr.write(text)
        sys.stderr.flush()


def cut(text, width):
    return text if len(text) <= width else text[: max(width - 1, 1)] + "…"


def titles(notebook):
    """The cells that will run, by index: the last heading above each, or else its first line."""
    found = {}
    heading = None
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            fenced = re.sub(r"^(```|~~~).*?^\1", "", cell.source, flags=re.M | re.S)
            headings = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", fenced, flags=re.M)
            heading = headings[-1] if headings else heading
        elif cell.cell_type == "code" and cell.source.strip() and not tagged(cell, "skip-execution"):
            first = cell.source.strip().splitlines()[0].strip()
            found[index] = heading or first
    return found


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def read(path):
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        return notebook
    except OSError as e:
        raise Stop(BAD_INPUT, "no-such-file", f"cannot read the notebook {path}: {e.strerror}") from None
    except Exception as e:  # nbformat fails in many ways on a file that is no notebook
        first = (str(e).splitlines() or [type(e).__name__])[0]
        raise Stop(BAD_INPUT, "bad-notebook", f"{path} is no Jupyter notebook: {first}") from None


def write(notebook, copy):
    """Writes in one step: a copy is either whole or not there."""
    part = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        os.replace(part, copy)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise Stop(BAD_INPUT, "not-writable", f"cannot write {copy}: {e.strerror}") from None


def copies(paths, folder):
    """Where each copy goes; no copy may take the place of a notebook or of another copy."""
    result = {}
    for path in paths:
        copy = folder / path.name
        if copy in result.values():
            raise Stop(BAD_INPUT, "same-name", f"two notebooks are called {path.name}", notes="run them one at a time")
        if copy.exists() and copy.samefile(path):
            raise Stop(
                BAD_INPUT, "would-overwrite", f"the executed copy would replace {path}", notes="give another -o DIR"
            )
        result[path] = copy
    return result


def error_text(notebook):
    """What the failing cell's error says, carets and all, without the colours."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not tagged(cell, "raises-exception"):
                trace = ANSI.sub("", "\n".join(output.get("traceback", [])))
                message = ANSI.sub("", f"{output.get('ename', '')}: {output.get('evalue', '')}".strip(": "))
                return trace if trace.strip() else message
    return ""


def run(path, copy, kernel, timeout):
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":  # else the copy of a failed run would hold results of an older one
            cell.outputs, cell.execution_count = [], None
    progress = Progress(notebook)
    with tempfile.TemporaryFile() as kernel_log:
        client = Client(
            notebook,
            kernel_name=kernel,
            timeout=timeout,
            startup_timeout=STARTUP_SECONDS,
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_start=lambda cell, cell_index: progress.start(cell_index),
            on_cell_executed=lambda **_: progress.done(),
        )
        try:
            asyncio.run(execute(client, kernel_log))
        except (Exception, asyncio.CancelledError) as e:
            number = progress.number
            where = f"cell {number} of {path} ({progress.titles[progress.current]})" if progress.current is not None else ""
            progress.done(" failed")
            write(notebook, copy)
            raise explain(e, client, notebook, path, where, number, progress, tail(kernel_log)) from None
    write(notebook, copy)
    return notebook


async def execute(client, log):
    try:
        await client.async_execute(stdout=log, stderr=log)
    finally:
        if client.km is not None:  # interrupted while the kernel was starting
            await client._async_cleanup_kernel()


def tail(log):
    log.seek(0)
    return "\n".join(ANSI.sub("", log.read().decode("utf-8", "replace")).splitlines()[-15:])


def explain(error, client, notebook, path, where, number, progress, log):
    if client.interrupted:
        return Stop(INTERRUPTED, "interrupted", f"stopped in {where or path}")
    if isinstance(error, NoSuchKernel):
        return Stop(BAD_INPUT, "no-kernel", f"there is no kernel called {error.name}")
    if isinstance(error, CellTimeoutError):
        return Stop(FAILED, "cell-timeout", f"{where} took longer than {client.timeout} s")
    if isinstance(error, CellControlSignal):
        index = list(progress.titles)[number - 1]
        where = where or f"cell {number} of {path} ({progress.titles[index]})"
        return Stop(FAILED, "cell-failed", f"{where} failed", error_text(notebook) or ANSI.sub("", str(error)))
    if isinstance(error, (DeadKernelError, asyncio.CancelledError)):
        return Stop(FAILED, "kernel-died", f"the kernel died in {where or path}", log)
    if isinstance(error, RuntimeError):
        return Stop(FAILED, "kernel-died", f"the kernel did not start for {path}: {error}", log)
    return error


def summary(notebook):
    """The text outputs of the cells that say what was computed."""
    texts = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and tagged(cell, "summary"):
            for output in cell.outputs:
                if output.output_type == "stream" and output.name == "stdout":
                    texts.append(output.text)
                elif "data" in output and "text/plain" in output.data:
                    texts.append(output.data["text/plain"] + "\n")
    return ANSI.sub("", "".join(texts)).strip("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--kernel", default="heddle")
    parser.add_argument("--timeout", type=seconds)
    parser.add_argument("--summary", action="store_true", help="end with the outputs of the cells tagged so")
    args = parser.parse_args()

    try:
        paths = [Path(os.path.abspath(path)) for path in args.notebooks]
        for path in paths:
            read(path)
        for path, copy in copies(paths, Path(os.path.abspath(args.output))).items():
            print(f"{path.name}: starting the kernel", file=sys.stderr, flush=True)
            notebook = run(path, copy, args.kernel, args.timeout)
            if args.summary and summary(notebook):
                print(summary(notebook))
            print(copy, flush=True)
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return stop.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        traceback.print_exc()
        print("error[internal]: this is a fault of Heddle's; please report it", file=sys.stderr)
        return FAULT
    return 0


def seconds(text):
    value = int(text)
    if value <= 0:
        raise ValueError
    return value


if __name__ == "__main__":
    sys.exit(main())
