"""What a process gives up before it touches a stranger's bytes.

Each lock is tried by itself; one that the platform lacks or refuses is left out and not listed.
Numbers are those of the Linux headers linux/{prctl,seccomp,landlock,filter,audit}.h and of the
system call tables of x86-64 and arm64.
"""

import contextlib
import ctypes
import math
import os
import platform
import struct
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows has no limits
    HAS_LIMITS = False
else:
    HAS_LIMITS = True

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much one child may take.

    Parameters
    ----------
    memory_bytes : address space of the child.
    open_files : file descriptors.
    cpu_s : processor time for one member of the smallest source.
    cpu_s_per_mebibyte : more of it for each mebibyte of the source.
    wall_factor, wall_extra_s : a member may last this many times its processor time, and more.
    threads : how many threads beside the first it may start; still no process.
    """

    memory_bytes: int = 1536 * MEBIBYTE
    open_files: int = 32
    cpu_s: float = 20.0
    cpu_s_per_mebibyte: float = 2.0
    wall_factor: float = 3.0
    wall_extra_s: float = 30.0
    threads: int = 0

    def member_cpu_s(self, source_bytes: int) -> float:
        return self.cpu_s + self.cpu_s_per_mebibyte * source_bytes / MEBIBYTE

    def member_wall_s(self, source_bytes: int) -> float:
        return self.wall_factor * self.member_cpu_s(source_bytes) + self.wall_extra_s


def allow_cpu(seconds: float) -> None:
    """Move the limit on processor time so far ahead; beyond it the system kills the process."""
    if not HAS_LIMITS:
        return
    until_s = math.ceil(time.process_time() + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        until_s = min(until_s, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (until_s, hard))


def lock_down(limits: Limits, without: Collection[str] = ()) -> tuple[str, ...]:
    """Close every lock there is, all but those named, and tell which hold."""
    held: list[str] = []
    locks: dict[str, Callable[[], None]] = {
        "namespaces": _leave_network,
        "memory": lambda: _limit("RLIMIT_AS", limits.memory_bytes),
        "cpu_time": lambda: allow_cpu(limits.cpu_s),
        "file_size": lambda: _limit("RLIMIT_FSIZE", 0),
        "open_files": lambda: _limit("RLIMIT_NOFILE", limits.open_files),
        "core_dumps": lambda: _limit("RLIMIT_CORE", 0),
        "processes": lambda: _limit_tasks(limits.threads, among_us="namespaces" in held),
        "no_new_privileges": _refuse_privileges,
        "landlock": _close_file_system,
        "seccomp": lambda: _filter_system_calls(threads=limits.threads > 0),
    }
    for name, lock in locks.items():
        if name not in without and _holds(lock):
            held.append(name)
    return tuple(held)


def _limit_tasks(threads: int, *, among_us: bool) -> None:
    """Allow no process; threads are tasks too, and counted apart only in a namespace of ours."""
    if threads and not among_us:
        raise OSError("the limit would count every task of this user")
    _limit("RLIMIT_NPROC", threads + 1 if threads else 0)


def _holds(lock: Callable[[], None]) -> bool:
    with contextlib.suppress(OSError, ValueError, AttributeError, KeyError, NameError):
        lock()
        return True
    return False


def _limit(name: str, value: int) -> None:
    which = getattr(resource, name)
    resource.setrlimit(which, (value, value))


def _call(function: Callable[..., int], *arguments: object) -> int:
    result = function(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _libc() -> ctypes.CDLL:
    if not sys.platform.startswith("linux"):
        raise OSError("only Linux has this lock")
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


# --- privileges and namespaces ------------------------------------------------------------------

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWNET = 0x4000_0000
CLONE_NEWIPC = 0x0800_0000
SIGKILL = 9


def _prctl(option: int, value: int, pointer: object = 0) -> None:
    arguments = (ctypes.c_ulong(value), pointer or ctypes.c_ulong(0))
    _call(_libc().prctl, option, *arguments, ctypes.c_ulong(0), ctypes.c_ulong(0))


def die_with_parent() -> None:
    """Ask the system to kill this process when the thread that started it ends."""
    _holds(lambda: _prctl(PR_SET_PDEATHSIG, SIGKILL))


def _refuse_privileges() -> None:
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def _leave_network() -> None:
    """Enter a user namespace without rights and a network namespace without interfaces."""
    _call(_libc().unshare, CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)


# --- Landlock: no path can be opened -------------------------------------------------------------

LANDLOCK_CREATE_RULESET = 444
LANDLOCK_RESTRICT_SELF = 446
LANDLOCK_VERSION = 1
FILE_ACCESS_BY_VERSION = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
FIRST_WITH_NETWORK = 4
FIRST_WITH_SCOPES = 6


def _close_file_system() -> None:
    libc = _libc()
    version = _call(libc.syscall, LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION)
    rules = struct.pack("=Q", FILE_ACCESS_BY_VERSION.get(version, 0xFFFF))
    if version >= FIRST_WITH_NETWORK:
        rules += struct.pack("=Q", 0b11)  # bind and connect by TCP
    if version >= FIRST_WITH_SCOPES:
        rules += struct.pack("=Q", 0b11)  # abstract sockets and signals
    ruleset = _call(libc.syscall, LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    _call(libc.syscall, LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


# --- seccomp: only the system calls that reading needs --------------------------------------------

LOAD_WORD = 0x20
JUMP_EQUAL = 0x15
JUMP_AT_LEAST = 0x35
JUMP_ANY_BIT = 0x45
RETURN = 0x06
ALLOW = 0x7FFF_0000
REFUSE = 0x0005_0001  # errno EPERM
UNKNOWN = 0x0005_0026  # errno ENOSYS: the C library then starts its threads in the older way
KILL = 0x8000_0000
NUMBER_AT = 0
MACHINE_AT = 4
ARGUMENTS_AT = 16
FIRST_X32_CALL = 0x4000_0000
PROT_EXEC = 4
AT_EMPTY_PATH = 0x1000
CLONE_THREAD = 0x1_0000

# name: number on x86-64, number on arm64
PLAIN_CALLS = {
    "read": (0, 63),
    "recvfrom": (45, 207),
    "recvmsg": (47, 212),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "lseek": (8, 62),
    "futex": (202, 98),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "clock_gettime": (228, 113),
    "poll": (7, None),
    "ppoll": (271, 73),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "setrlimit": (160, 164),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "dup": (32, 23),
    "fcntl": (72, 25),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}


@dataclass(frozen=True)
class _Condition:
    """A call that is allowed depending on one argument."""

    argument: int
    value: int
    must_have: bool
    whole: bool


CONDITIONAL_CALLS = {
    "mmap": ((9, 222), _Condition(2, PROT_EXEC, must_have=False, whole=False)),
    "mprotect": ((10, 226), _Condition(2, PROT_EXEC, must_have=False, whole=False)),
    "newfstatat": ((262, 79), _Condition(3, AT_EMPTY_PATH, must_have=True, whole=False)),
    "prlimit64": ((302, 261), _Condition(0, 0, must_have=True, whole=True)),
}
THREAD_CALLS = {"set_robust_list": (273, 99)}
CONDITIONAL_THREAD_CALLS = {
    "clone": ((56, 220), _Condition(0, CLONE_THREAD, must_have=True, whole=False)),
}
UNKNOWN_CALLS = {"clone3": (435, 435)}  # its flags lie in memory, where no filter looks
MACHINES = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}


def assemble_filter(machine: str, *, threads: bool = False) -> bytes:
    """Write the filter as a classic BPF program: what is not listed is refused.

    Parameters
    ----------
    machine : as `platform.machine()` names it.
    threads : whether threads may be started; processes never.

    Raises
    ------
    KeyError
        No system call table for this machine.
    """
    column, audit = MACHINES[machine]
    program = [
        _step(LOAD_WORD, MACHINE_AT),
        _step(JUMP_EQUAL, audit, if_true=1),
        _step(RETURN, KILL),
        _step(LOAD_WORD, NUMBER_AT),
        _step(JUMP_AT_LEAST, FIRST_X32_CALL, if_false=1),
        _step(RETURN, KILL),
    ]
    plain = PLAIN_CALLS | THREAD_CALLS if threads else PLAIN_CALLS
    for numbers in plain.values():
        if (number := numbers[column]) is not None:
            program += [_step(JUMP_EQUAL, number, if_false=1), _step(RETURN, ALLOW)]
    for numbers in UNKNOWN_CALLS.values() if threads else ():
        program += [_step(JUMP_EQUAL, numbers[column], if_false=1), _step(RETURN, UNKNOWN)]
    conditional = CONDITIONAL_CALLS | CONDITIONAL_THREAD_CALLS if threads else CONDITIONAL_CALLS
    for numbers, condition in conditional.values():
        program += _write_condition(numbers[column], condition)
    program.append(_step(RETURN, REFUSE))
    return b"".join(program)


def _write_condition(number: int, condition: _Condition) -> list[bytes]:
    jump = JUMP_EQUAL if condition.whole else JUMP_ANY_BIT
    on_true, on_false = (ALLOW, REFUSE) if condition.must_have else (REFUSE, ALLOW)
    return [
        _step(JUMP_EQUAL, number, if_false=4),
        _step(LOAD_WORD, ARGUMENTS_AT + 8 * condition.argument),
        _step(jump, condition.value, if_false=1),
        _step(RETURN, on_true),
        _step(RETURN, on_false),
    ]


def _step(code: int, value: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _filter_system_calls(*, threads: bool) -> None:
    instructions = assemble_filter(platform.machine(), threads=threads)
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    program = struct.pack("@HP", len(instructions) // 8, ctypes.addressof(buffer))
    _prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(program))
