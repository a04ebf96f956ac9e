"""Times FlexAttention under a mask: `./heddle bench --peer` runs this, a process for each row.

    python benchmarks/peer_flex_attention.py MASK.npz [--heads 8] [--dim 64] [--dtype float32]
                                             [--repeats 5] [--threads T]

Wants torch, 2.6 or later, NumPy, and the C++ compiler that torch.compile calls. MASK.npz holds
`mask`, bool [h, n, n]; head i has mask i mod h. Prints one JSON object: the medians `flex_ms` and, by
turns with it, `dense_ms` (the engine's own attention over all pairs), and once `build_ms` (making the
block mask) and `compile_ms` (the first call). FlexAttention has no gradient on the CPU, so all of it
is forward only.
"""

import argparse
import json
import statistics
import sys
import time

try:
    import numpy
    import torch
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention
except ImportError as error:
    sys.exit(f"{error}: pip install torch numpy")


def milliseconds(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1e3, result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mask")
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--dim", type=int, default=64)
    parser.add_argument("--dtype", choices=("float16", "float32", "float64"), default="float32")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.threads > 0:
        torch.set_num_threads(arguments.threads)

    mask = torch.from_numpy(numpy.load(arguments.mask)["mask"])
    count, n, _ = mask.shape
    one = mask[0]

    def same_in_all_heads(_batch, _head, query, key):
        return one[query, key]

    def by_head(_batch, head, query, key):
        return mask[head % count, query, key]

    build_ms, block_mask = milliseconds(
        lambda: create_block_mask(
            same_in_all_heads if count == 1 else by_head,
            B=None,
            H=None if count == 1 else arguments.heads,
            Q_LEN=n,
            KV_LEN=n,
            device="cpu",
        )
    )
    torch.manual_seed(1)
    shape = (1, arguments.heads, n, arguments.dim)
    q, k, v = (torch.randn(shape).to(getattr(torch, arguments.dtype)) for _ in range(3))
    compiled = torch.compile(flex_attention)

    def flex():
        return compiled(q, k, v, block_mask=block_mask)

    def dense():
        return torch.nn.functional.scaled_dot_product_attention(q, k, v)

    with torch.no_grad():
        compile_ms, _ = milliseconds(flex)
        flex()
        dense()
        flex_times, dense_times = [], []
        for _ in range(arguments.repeats):
            flex_times.append(milliseconds(flex)[0])
            dense_times.append(milliseconds(dense)[0])

    print(
        json.dumps(
            {
                "flex_ms": statistics.median(flex_times),
                "dense_ms": statistics.median(dense_times),
                "build_ms": build_ms,
                "compile_ms": compile_ms,
                "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
