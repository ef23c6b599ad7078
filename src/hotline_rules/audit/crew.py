"""Processes that work for a run: each gets one task at a time and answers it.

CHOICE: not a pool of the standard library. Theirs waits for ever for a task whose
process was killed, and their processes outlive a parent that was; here a dead worker is
noticed at once, and a worker whose parent is gone finds its pipe closed and ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from hotline_rules.audit.errors import AGAIN, AuditError
from hotline_rules.diagnostics import Text, ToldError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    Say = Callable[[Text], None]
    Opening = Callable[[Any, Say], "Work"]


class Work(Protocol):
    """What does tasks in one process."""

    def __call__(self, task: Any) -> Any:
        """Do a task; answer what came of it."""

    def close(self) -> None:
        """Let go of the files it has open."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker sends: a message for people, or how its task ended."""

    sort: Literal["said", "done", "failed", "crashed"]
    value: Any


class Crew:
    """Some processes with the same orders.

    Args:
        size: how many; with 1 the work is done here.
        opening: called once in each process with the orders and something that takes
            messages; answers what does a task.
        orders: sent to each process once.
        say: takes messages for people.
    """

    def __init__(self, size: int, opening: Opening, orders: Any, say: Say) -> None:
        self._say = say
        self._here = opening(orders, say) if size == 1 else None
        self._workers: dict[Connection, SpawnProcess] = {}
        if size > 1:
            with _interrupts_wait():
                self._begin(size, opening)
        # TRAP: as arguments the orders would go through a pipe of the library, which
        # waits for ever when the process is killed before it has read all of them.
        for connection in self._workers:
            with suppress(OSError):  # that it has died is told by what it answers
                connection.send(orders)

    def _begin(self, size: int, opening: Opening) -> None:
        context = multiprocessing.get_context("spawn")
        for _ in range(size):
            mine, theirs = context.Pipe()
            process = context.Process(
                target=_serve, args=(theirs, opening), daemon=True
            )
            process.start()
            theirs.close()  # TRAP: an end kept open here would hide that it has died
            self._workers[mine] = process

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """End all processes, whatever they are doing: a task is done or not there."""
        if self._here is not None:
            self._here.close()
        for connection, process in self._workers.items():
            process.terminate()
            process.join()
            connection.close()
        self._workers.clear()

    def work(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Have tasks done; yield each with its answer, in the order of their ends.

        Raises:
            AuditError: a task could not be done, or a process has died.
        """
        if self._here is not None:
            for task in tasks:
                yield task, self._here(task)
            return
        waiting = iter(tasks)
        busy: dict[Connection, Any] = {}
        for connection in self._workers:
            self._next(connection, waiting, busy)
        while busy:
            for ready in wait(list(busy)):
                connection = cast("Connection", ready)
                answer = self._answer(connection)
                if answer is None:
                    continue
                task = busy.pop(connection)
                self._next(connection, waiting, busy)
                yield task, answer.value

    def _next(
        self, connection: Connection, waiting: Iterator[Any], busy: dict[Any, Any]
    ) -> None:
        for task in waiting:
            with suppress(OSError):  # that it has died is told by what it answers
                connection.send(task)
            busy[connection] = task
            return

    def _answer(self, connection: Connection) -> _Answer | None:
        """What a worker sent; ``None`` when its task goes on."""
        try:
            answer: _Answer = connection.recv()
        except (EOFError, OSError):
            raise _died(self._workers[connection]) from None
        match answer.sort:
            case "said":
                self._say(answer.value)
                return None
            case "failed":
                raise AuditError(*answer.value)
            case "crashed":
                raise RuntimeError(answer.value)
            case "done":
                return answer


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Let processes begin undisturbed by Ctrl-C, which is heard afterwards.

    A terminal tells all processes. One that is just starting would break off with a
    traceback before it can say that it does not listen, so it is begun deaf; and the
    one that begins it must not stop halfway through telling it what it is to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of it at all
        return
    # TRAP: this helper of the library's opens the ears of whoever begins it.
    resource_tracker.ensure_running()
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = getattr(signal, "pthread_sigmask", None)  # Windows has none
    before = mask and mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if heard:
            signal.raise_signal(signal.SIGINT)


def _serve(connection: Connection, opening: Opening) -> None:
    """The life of a worker: orders and tasks in, answers out, until nobody asks."""
    # A key pressed reaches all processes of a terminal; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        try:
            orders = connection.recv()
            work = opening(orders, lambda text: connection.send(_Answer("said", text)))
            gc.collect()
            gc.freeze()  # the rules stay: the collector need not walk them every time
            while True:
                connection.send(_Answer("done", work(connection.recv())))
        except ToldError as error:
            connection.send(_Answer("failed", (error.message, error.fix)))
        except (EOFError, ConnectionError):
            raise
        except BaseException:  # noqa: BLE001 - it is told, and raised by the parent
            connection.send(_Answer("crashed", traceback.format_exc()))


def _died(process: SpawnProcess) -> AuditError:
    process.join()
    code = process.exitcode
    return AuditError(
        Text(
            f"一个工作进程意外终止（{code}），可能是内存不够，或被别的程序结束",
            f"a worker process ended unexpectedly ({code}): too little memory, or it "
            "was killed",
        ),
        AGAIN,
    )


def processors() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
