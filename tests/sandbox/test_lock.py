"""The seccomp filter, run by an interpreter of its own."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.sandbox.lock import (
    ALLOW,
    CLONE_THREAD,
    CONDITIONAL_CALLS,
    CONDITIONAL_THREAD_CALLS,
    KILL,
    MACHINES,
    PLAIN_CALLS,
    REFUSE,
    UNKNOWN,
    UNKNOWN_CALLS,
    Limits,
    assemble_filter,
)

machines = st.sampled_from(sorted(MACHINES))


def run_filter(
    machine: str,
    number: int,
    arguments=(0,) * 6,
    audit: int | None = None,
    *,
    threads: bool = False,
) -> int:
    """Interpret the classic BPF program on one system call."""
    audit = MACHINES[machine][1] if audit is None else audit
    call = struct.pack("<IIQ6Q", number & 0xFFFF_FFFF, audit, 0, *arguments)
    steps = [
        struct.unpack("=HBBI", part) for part in _parts(assemble_filter(machine, threads=threads))
    ]
    at, word = 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == 0x20:
            (word,) = struct.unpack_from("<I", call, value)
        elif code == 0x06:
            return value
        else:
            met = {0x15: word == value, 0x35: word >= value, 0x45: bool(word & value)}[code]
            at += if_true if met else if_false


def _parts(program: bytes) -> list[bytes]:
    assert len(program) % 8 == 0
    return [program[k : k + 8] for k in range(0, len(program), 8)]


def numbers_of(machine: str) -> set[int]:
    column = MACHINES[machine][0]
    plain = {numbers[column] for numbers in PLAIN_CALLS.values()}
    return (plain | {numbers[column] for numbers, _ in CONDITIONAL_CALLS.values()}) - {None}


@given(machines, st.integers(0, 0x3FFF_FFFF) | st.integers(0, 500))
def test_every_call_that_is_not_listed_is_refused(machine, number):
    expected = ALLOW if number in numbers_of(machine) else REFUSE
    if number not in numbers_of(machine):
        assert run_filter(machine, number) == expected


@given(machines, st.sampled_from(sorted(PLAIN_CALLS)))
def test_every_listed_call_is_allowed(machine, name):
    number = PLAIN_CALLS[name][MACHINES[machine][0]]
    assert number is None or run_filter(machine, number) == ALLOW


@given(machines, st.integers(0, 7), st.sampled_from(["mmap", "mprotect"]))
def test_memory_is_never_made_executable(machine, protection, name):
    number = CONDITIONAL_CALLS[name][0][MACHINES[machine][0]]
    expected = REFUSE if protection & 4 else ALLOW
    assert run_filter(machine, number, (0, 4096, protection, 0, 0, 0)) == expected


@given(machines, st.integers(0, 1 << 31))
def test_limits_of_other_processes_stay_out_of_reach(machine, pid):
    number = CONDITIONAL_CALLS["prlimit64"][0][MACHINES[machine][0]]
    expected = ALLOW if pid == 0 else REFUSE
    assert run_filter(machine, number, (pid, 0, 0, 0, 0, 0)) == expected


@given(machines, st.integers(0, 500))
def test_calls_by_another_machines_numbers_are_killed(machine, number):
    assert run_filter(machine, number, audit=0x4000_0003) == KILL
    assert run_filter(machine, number | 0x4000_0000) == KILL


def test_a_machine_without_a_table_has_no_filter():
    with pytest.raises(KeyError):
        assemble_filter("vax")


def test_a_larger_source_gets_more_time_and_waiting_outlasts_computing():
    limits = Limits()
    assert limits.member_cpu_s(0) == 20
    assert limits.member_cpu_s(100 << 20) == 220
    assert limits.member_wall_s(0) > limits.member_cpu_s(0)


@given(machines, st.integers(0, (1 << 32) - 1))
def test_a_thread_may_start_where_it_is_needed_and_a_process_never(machine, flags):
    column = MACHINES[machine][0]
    number = CONDITIONAL_THREAD_CALLS["clone"][0][column]
    arguments = (flags, 0, 0, 0, 0, 0)
    expected = ALLOW if flags & CLONE_THREAD else REFUSE
    assert run_filter(machine, number, arguments, threads=True) == expected
    assert run_filter(machine, number, arguments) == REFUSE


@given(machines)
def test_the_call_whose_flags_no_filter_sees_is_unknown(machine):
    number = UNKNOWN_CALLS["clone3"][MACHINES[machine][0]]
    assert run_filter(machine, number, threads=True) == UNKNOWN
    assert run_filter(machine, number) == REFUSE


@given(machines, st.integers(0, 500))
def test_threads_open_nothing_else(machine, number):
    column = MACHINES[machine][0]
    new = {220, 56, 273, 99, UNKNOWN_CALLS["clone3"][column]}
    if number not in new:
        assert run_filter(machine, number, threads=True) == run_filter(machine, number)
