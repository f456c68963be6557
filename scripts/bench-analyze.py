#!/usr/bin/env python3
"""How long `retake analyze` takes on a recording, and how much memory: bench-analyze.py PROGRAM WAV [RUNS]."""

import os
import platform
import statistics
import subprocess
import sys
import time
import wave


def run(program, recording):
    start = time.monotonic()
    child = subprocess.Popen([program, "analyze", recording, "--json"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{program} ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    program, recording = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    with wave.open(recording) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    measured = [run(program, recording) for _ in range(runs)]
    wall = statistics.median(time for time, _ in measured)
    memory = max(memory for _, memory in measured)
    print(f"machine        {platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}")
    print(f"recording      {seconds:.1f} s, {runs} runs")
    print(f"wall, median   {wall:.2f} s, {wall / seconds:.3f} x real time")
    print(f"memory, peak   {memory:.0f} MB")


main()
