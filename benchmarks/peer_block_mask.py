"""How long FlexAttention takes to build a block mask, for the table in README.md.

    python benchmarks/peer_block_mask.py [--compiled]      # wants any build of torch

The pattern is `window(257) + stride(√n) + global(1)`, blocks of 128, on the CPU. Eager building
holds n² booleans and integers, so it stops at 8,192; `--compiled` goes on to 131,072.
"""

import argparse
import statistics
import sys
import time

try:
    import torch
    from torch.nn.attention.flex_attention import create_block_mask
except ImportError:
    sys.exit("torch cannot be imported; the figures in README.md were measured elsewhere")

REPETITIONS = 5
EAGER = (1_024, 4_096, 8_192)
COMPILED = (4_096, 16_384, 65_536, 131_072)


def pattern(n):
    step = int(n**0.5)

    def allowed(_batch, _head, query, key):
        distance = query - key
        window = distance.abs() <= 128
        stride = distance % step == 0
        return window | stride | (query < 1) | (key < 1)

    return allowed


def seconds(build, n):
    start = time.perf_counter()
    build(pattern(n), None, None, n, n, device="cpu", BLOCK_SIZE=128)
    return time.perf_counter() - start


def report(label, build, lengths):
    for n in lengths:
        first = seconds(build, n)
        repetitions = REPETITIONS if first < 20 else 1
        median = statistics.median(seconds(build, n) for _ in range(repetitions))
        print(f"| {label} | {n:,} | {median * 1e3:,.0f} ms | {first * 1e3:,.0f} ms |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiled", action="store_true", help="torch.compile, up to 131,072")
    arguments = parser.parse_args()
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    print("| create_block_mask | n | median | first call |\n|---|---|---|---|")
    report("eager", create_block_mask, EAGER)
    if arguments.compiled:
        report("compiled", torch.compile(create_block_mask), COMPILED)


if __name__ == "__main__":
    main()
