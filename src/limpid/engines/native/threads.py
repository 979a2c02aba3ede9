"""Threads: workers that wait in machine code and run programs together.

A worker spins for a moment after a program, then sleeps on a condition variable: it
takes no processor time while idle. All of it runs without the GIL.
"""

import ctypes
import os
import threading
from functools import cache
from typing import Any

import numpy as np

from limpid.engines.native.machine import Machine, host
from limpid.engines.native.processors import kept_apart
from limpid.engines.native.runtime import kept_library

# Rounds of waiting before a worker sleeps: some tens of microseconds.
PATIENCE = 4000

# A pool's state, in words of 8 bytes, a cache line for each group:
#   0 job number, 8 workers asleep, 16 workers done, 24 function, 25 table, 26 threads;
#   32 barrier's count, 40 barrier's round; 48 mutex, 64 condition.
STATE_WORDS = 96

RUNTIME = """
declare i32 @sched_yield()
declare i32 @pthread_mutex_init(ptr, ptr)
declare i32 @pthread_mutex_lock(ptr)
declare i32 @pthread_mutex_unlock(ptr)
declare i32 @pthread_cond_init(ptr, ptr)
declare i32 @pthread_cond_wait(ptr, ptr)
declare i32 @pthread_cond_broadcast(ptr)
PAUSE_DECLARATION

define void @start(ptr %s) {
  %mutex = getelementptr i64, ptr %s, i64 48
  %cond = getelementptr i64, ptr %s, i64 64
  %a = call i32 @pthread_mutex_init(ptr %mutex, ptr null)
  %b = call i32 @pthread_cond_init(ptr %cond, ptr null)
  ret void
}

define void @worker(ptr %s, i64 %thread) {
entry:
  %sleeping = getelementptr i64, ptr %s, i64 8
  %done = getelementptr i64, ptr %s, i64 16
  %slot_function = getelementptr i64, ptr %s, i64 24
  %slot_table = getelementptr i64, ptr %s, i64 25
  %slot_threads = getelementptr i64, ptr %s, i64 26
  %mutex = getelementptr i64, ptr %s, i64 48
  %cond = getelementptr i64, ptr %s, i64 64
  br label %next
next:
  %seen = phi i64 [0, %entry], [%job, %run]
  br label %spin
spin:
  %tries = phi i64 [0, %next], [%tries1, %again]
  %now = load atomic i64, ptr %s acquire, align 8
  %new = icmp ne i64 %now, %seen
  br i1 %new, label %run, label %wait
wait:
  PAUSE
  %tries1 = add i64 %tries, 1
  %low = and i64 %tries1, 63
  %yield = icmp eq i64 %low, 0
  br i1 %yield, label %let, label %again
let:
  %y = call i32 @sched_yield()
  br label %again
again:
  %tired = icmp ugt i64 %tries1, PATIENCE
  br i1 %tired, label %sleep, label %spin
sleep:
  %l = call i32 @pthread_mutex_lock(ptr %mutex)
  %before = atomicrmw add ptr %sleeping, i64 1 seq_cst
  br label %check
check:
  %now2 = load atomic i64, ptr %s seq_cst, align 8
  %new2 = icmp ne i64 %now2, %seen
  br i1 %new2, label %wake, label %doze
doze:
  %w = call i32 @pthread_cond_wait(ptr %cond, ptr %mutex)
  br label %check
wake:
  %after = atomicrmw sub ptr %sleeping, i64 1 seq_cst
  %u = call i32 @pthread_mutex_unlock(ptr %mutex)
  br label %run
run:
  %job = load atomic i64, ptr %s acquire, align 8
  %function = load ptr, ptr %slot_function, align 8
  %table = load ptr, ptr %slot_table, align 8
  %threads = load i64, ptr %slot_threads, align 8
  call void %function(ptr %table, i64 %thread, i64 %threads)
  %d = atomicrmw add ptr %done, i64 1 release
  br label %next
}

define void @dispatch(ptr %s, ptr %function, ptr %table, i64 %threads) {
entry:
  %sleeping = getelementptr i64, ptr %s, i64 8
  %done = getelementptr i64, ptr %s, i64 16
  %slot_function = getelementptr i64, ptr %s, i64 24
  %slot_table = getelementptr i64, ptr %s, i64 25
  %slot_threads = getelementptr i64, ptr %s, i64 26
  %mutex = getelementptr i64, ptr %s, i64 48
  %cond = getelementptr i64, ptr %s, i64 64
  store ptr %function, ptr %slot_function, align 8
  store ptr %table, ptr %slot_table, align 8
  store i64 %threads, ptr %slot_threads, align 8
  store atomic i64 0, ptr %done release, align 8
  %job = atomicrmw add ptr %s, i64 1 seq_cst
  %asleep = load atomic i64, ptr %sleeping seq_cst, align 8
  %any = icmp ne i64 %asleep, 0
  br i1 %any, label %rouse, label %mine
rouse:
  %l = call i32 @pthread_mutex_lock(ptr %mutex)
  %c = call i32 @pthread_cond_broadcast(ptr %cond)
  %u = call i32 @pthread_mutex_unlock(ptr %mutex)
  br label %mine
mine:
  call void %function(ptr %table, i64 0, i64 %threads)
  %others = sub i64 %threads, 1
  br label %spin
spin:
  %tries = phi i64 [0, %mine], [%tries1, %again]
  %finished = load atomic i64, ptr %done acquire, align 8
  %all = icmp uge i64 %finished, %others
  br i1 %all, label %leave, label %wait
wait:
  PAUSE
  %tries1 = add i64 %tries, 1
  %low = and i64 %tries1, 63
  %yield = icmp eq i64 %low, 0
  br i1 %yield, label %let, label %again
let:
  %y = call i32 @sched_yield()
  br label %again
again:
  br label %spin
leave:
  ret void
}
"""

# Called inside programs between nests; the state's address is the table's last word.
BARRIER = """
declare i32 @sched_yield()
PAUSE_DECLARATION
define internal void @barrier(ptr %s, i64 %threads) {
entry:
  %alone = icmp eq i64 %threads, 1
  br i1 %alone, label %leave, label %meet
meet:
  %count = getelementptr i64, ptr %s, i64 32
  %round = getelementptr i64, ptr %s, i64 40
  %mine = load atomic i64, ptr %round acquire, align 8
  %here = atomicrmw add ptr %count, i64 1 acq_rel
  %others = sub i64 %threads, 1
  %last = icmp eq i64 %here, %others
  br i1 %last, label %open, label %spin
open:
  store atomic i64 0, ptr %count release, align 8
  %next = atomicrmw add ptr %round, i64 1 release
  br label %leave
spin:
  %tries = phi i64 [0, %meet], [%tries1, %again]
  %now = load atomic i64, ptr %round acquire, align 8
  %over = icmp ne i64 %now, %mine
  br i1 %over, label %leave, label %wait
wait:
  PAUSE
  %tries1 = add i64 %tries, 1
  %low = and i64 %tries1, 63
  %yield = icmp eq i64 %low, 0
  br i1 %yield, label %let, label %again
let:
  %y = call i32 @sched_yield()
  br label %again
again:
  br label %spin
leave:
  ret void
}
"""


def with_pause(text: str, machine: Machine | None = None) -> str:
    """Return IR with the processor's own way of waiting, where it has one."""
    is_x86 = (machine or host()).is_x86
    call = "call void @llvm.x86.sse2.pause()" if is_x86 else ""
    declaration = "declare void @llvm.x86.sse2.pause()" if is_x86 else ""
    text = text.replace("PAUSE_DECLARATION", declaration).replace("PAUSE", call)
    return text.replace("PATIENCE", str(PATIENCE))


class Pool:
    """The workers of this process."""

    def __init__(self, threads: int) -> None:
        """Start the workers."""
        self.threads = threads
        self._lock = threading.Lock()
        self._library = kept_library(with_pause(RUNTIME))
        self._state = np.zeros(STATE_WORDS, np.int64)
        self.address = self._state.ctypes.data
        word = ctypes.c_int64
        self._dispatch = self._library.function("dispatch", word, word, word)
        self._library.function("start")(self.address)
        self._workers = [self._start(number) for number in range(1, threads)]

    def _start(self, number: int) -> int:
        worker = self._library.function("worker", ctypes.c_int64)
        arguments = (self.address, number)
        thread = threading.Thread(target=worker, args=arguments, daemon=True)
        thread.start()
        assert thread.native_id is not None
        return thread.native_id

    def run(
        self, function: Any, address: int, table: int, *, alone: bool = False
    ) -> bool:
        """Run a program's function; when it has ended, tell if workers had slept.

        Args:
            function: To be called.
            address: The same, for the workers.
            table: What it is called with.
            alone: Whether this thread runs it without the others.
        """
        if alone or self.threads == 1:
            function(table, 0, 1)
            return False
        with self._lock:
            if not self._state[8]:
                self._dispatch(self.address, address, table, self.threads)
                return False
            with kept_apart(self._workers):
                self._dispatch(self.address, address, table, self.threads)
            return True


@cache
def pool(threads: int) -> Pool:
    """Return the process's pool of so many threads."""
    return Pool(threads)


if hasattr(os, "register_at_fork"):
    # A forked process has none of its parent's threads.
    os.register_at_fork(after_in_child=pool.cache_clear)
