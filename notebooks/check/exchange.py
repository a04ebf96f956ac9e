"""Reads what `heddle compile --to FORM` writes with the libraries that it is written for.

    python exchange.py FOLDER [FORMAT ...]

FOLDER holds cases.json, a list of objects with `name`, `n`, `folder` and, where FlashMask cannot say
the pattern, `flashmask_refused_at`, the first key column; and for each case its folder of files:
mask.npz, csr.npz, bsr.npz, blockmask.npz, flashmask.npz, bias.npz, attention.pt and mask_mod.py.
Those that are not there are not checked. One function checks one format; each compares with the mask
in mask.npz, or with dense attention under it, and raises where they differ. Needs NumPy, SciPy and
PyTorch 2.6; Transformers and JAX are asked for only by the checks that are about them.

Prints one JSON object: how many cases each check saw, in how many seconds, and what was wrong. The
exit status is 1 where something was.
"""

import importlib.util
import json
import pathlib
import sys
import time
import traceback

import numpy as np
import scipy.sparse
import torch
from torch.nn.attention import flex_attention as flex

BLOCK = 128
HEADS_AT_ONCE = 8


class Case:
    """A pattern at a length: its mask, and the files of its other forms."""

    def __init__(self, root, entry):
        self.name = f"{entry['name']} at n = {entry['n']}"
        self.n = entry["n"]
        self.folder = root / entry["folder"]
        self.refused_at = entry.get("flashmask_refused_at")
        self.mask = self.arrays("mask")["mask"]

    def has(self, file):
        return (self.folder / file).exists()

    def arrays(self, form):
        with np.load(self.folder / f"{form}.npz") as arrays:
            return dict(arrays)

    def tensors(self, form):
        return {name: torch.from_numpy(array) for name, array in self.arrays(form).items()}


def require(holds, what):
    if not holds:
        raise AssertionError(what)


def dense_attention(q, k, v, mask):
    """softmax(q k' / sqrt(d)) v over the allowed keys; zero for a query without one."""
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    scores = scores.masked_fill(~mask, float("-inf"))
    scores = scores.masked_fill(~mask.any(-1, keepdim=True), 0.0)
    return (torch.softmax(scores, -1) * mask.any(-1, keepdim=True)) @ v


def normal(*shape, seed=7, dtype=torch.float32):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


# ---------------------------------------------------------------- SciPy


def csr_of(case):
    csr = case.arrays("csr")
    values = np.ones(len(csr["col_indices"]), bool)
    return scipy.sparse.csr_array((values, csr["col_indices"], csr["crow_indices"]), shape=case.mask.shape)


def check_csr(case):
    """SciPy's csr_array."""
    array = csr_of(case)
    require(array.has_canonical_format, "sorted, and none twice")
    require((array.toarray() == case.mask).all(), "another mask")


def check_bsr(case):
    """SciPy's bsr_array; what is beyond the end is false."""
    bsr = case.arrays("bsr")
    rows = len(bsr["crow_indices"]) - 1
    size = bsr["blocks"].shape[1]
    columns = -(-case.mask.shape[1] // size)
    array = scipy.sparse.bsr_array(
        (bsr["blocks"], bsr["col_indices"], bsr["crow_indices"]), shape=(rows * size, columns * size)
    ).toarray()
    m, n = case.mask.shape
    require((array[:m, :n] == case.mask).all(), "another mask")
    require(array.sum() == case.mask.sum(), "pairs beyond the end")
    require(bsr["blocks"].any((1, 2)).all(), "a block of nothing is stored")


# ---------------------------------------------------------------- FlexAttention


def kinds_of_blocks(mask):
    """0 for an empty block, 1 for a partial one, 2 for a full one; a block that is cut is not full."""
    m, n = (-(-length // BLOCK) for length in mask.shape)
    padded = np.zeros((m * BLOCK, n * BLOCK), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    counts = padded.reshape(m, BLOCK, n, BLOCK).sum((1, 3))
    return np.where(counts == 0, 0, np.where(counts == BLOCK * BLOCK, 2, 1))


def listed_kinds(lists):
    """The same, read off the lists by their definition: the first so many of each row count."""
    rows, columns = lists["kv_indices"].shape[-2:]
    kinds = np.zeros((rows, columns), int)
    for kind, prefix in ((1, "kv_"), (2, "full_kv_")):
        for row in range(rows):
            listed = lists[prefix + "indices"][0, 0, row, : lists[prefix + "num_blocks"][0, 0, row]]
            require((kinds[row, listed] == 0).all(), "a block is in both lists")
            require(len(set(listed.tolist())) == len(listed), "a block is listed twice")
            kinds[row, listed] = kind
    return kinds


def walked_attention(lists, mask, q, k, v):
    """Attention as a kernel walks the lists: the mask is asked in partial blocks, and not in full ones."""
    kinds = listed_kinds(lists)
    out = torch.zeros_like(q)
    for row in range(len(kinds)):
        queries = slice(row * BLOCK, min((row + 1) * BLOCK, q.shape[-2]))
        keys, allowed = [], []
        for column in np.flatnonzero(kinds[row]):
            span = torch.arange(column * BLOCK, min((column + 1) * BLOCK, k.shape[-2]))
            keys.append(span)
            within = mask[queries][:, span]
            allowed.append(within if kinds[row, column] == 1 else torch.ones_like(within))
        if keys:
            keys, allowed = torch.cat(keys), torch.cat(allowed, 1)
            out[..., queries, :] = dense_attention(q[..., queries, :], k[..., keys, :], v[..., keys, :], allowed)
    return out


def block_mask_of(lists, mask_mod, mask):
    return flex.BlockMask.from_kv_blocks(
        *(torch.from_numpy(lists[name]) for name in LISTS),
        BLOCK_SIZE=BLOCK,
        mask_mod=mask_mod,
        seq_lengths=mask.shape,
    )


LISTS = ("kv_num_blocks", "kv_indices", "full_kv_num_blocks", "full_kv_indices")


def check_blockmask(case):
    """BlockMask.from_kv_blocks: each block where it should be, and attention along the lists."""
    lists = case.arrays("blockmask")
    kinds = kinds_of_blocks(case.mask)
    require((listed_kinds(lists) == kinds).all(), "a block of another kind")
    block_mask = block_mask_of(lists, None, case.mask)
    require((block_mask.to_dense()[0, 0].numpy() == (kinds > 0)).all(), "to_dense differs")
    mask = torch.from_numpy(case.mask)
    q, k, v = (normal(1, 1, length, 16, seed=at) for at, length in enumerate((len(mask), case.n, case.n)))
    difference = (walked_attention(lists, mask, q, k, v) - dense_attention(q, k, v, mask)).abs().max()
    require(difference <= 2e-5, f"attention along the lists is off by {difference}")
    return {kind: int((kinds == at).sum()) for at, kind in enumerate(("empty", "partial", "full"))}


def swapped(lists):
    """The lists with the last block that counts exchanged for the first that does not, or None."""
    for prefix in ("kv_", "full_kv_"):
        counts, indices = lists[prefix + "num_blocks"][0, 0], lists[prefix + "indices"][0, 0]
        for row, count in enumerate(counts):
            if 0 < count < indices.shape[1]:
                wrong = {name: array.copy() for name, array in lists.items()}
                at = wrong[prefix + "indices"][0, 0, row]
                at[count - 1], at[count] = at[count], at[count - 1]
                return wrong
    return None


def check_swap(case):
    """Two block indices exchanged are seen by each reader of the lists; None where none can be."""
    lists = case.arrays("blockmask")
    wrong = swapped(lists)
    if wrong is None:
        return None
    try:
        seen = (listed_kinds(wrong) != kinds_of_blocks(case.mask)).any()
    except AssertionError:
        return True  # The block was in the other list.
    require(seen, "the lists read the same")
    mask = torch.from_numpy(case.mask)
    q, k, v = (normal(1, 1, length, 16, seed=at) for at, length in enumerate((len(mask), case.n, case.n)))
    off = (walked_attention(wrong, mask, q, k, v) - dense_attention(q, k, v, mask)).abs().max()
    require(off > 2e-5, "attention along the lists is the same")
    one, other = (block_mask_of(each, None, case.mask).to_dense() for each in (lists, wrong))
    full = wrong["full_kv_num_blocks"].sum() > 0
    require(full or (one != other).any(), "to_dense is the same")
    return True


_attend = None


def compiled():
    global _attend
    if _attend is None:
        # One compilation a shape: what differs from pattern to pattern are tensors.
        _attend = torch.compile(flex.flex_attention, dynamic=False)
    return _attend


def check_compiled(cases):
    """Compiled flex_attention of BlockMasks with our lists, several patterns at once as heads."""
    filled = cases + cases[:1] * (HEADS_AT_ONCE - len(cases))
    masks = torch.stack([torch.from_numpy(case.mask) for case in filled])
    asked = torch.stack([torch.from_numpy(csr_of(case).toarray()) for case in filled])
    lists = [case.arrays("blockmask") for case in filled]
    joined = {name: np.concatenate([each[name] for each in lists], axis=1) for name in LISTS}

    def mask_mod(b, h, q_idx, kv_idx):
        return asked[h, q_idx, kv_idx]

    n = cases[0].n
    q, k, v = (normal(1, HEADS_AT_ONCE, n, 16, seed=at) for at in range(3))
    with torch.no_grad():
        block_mask = block_mask_of(joined, mask_mod, cases[0].mask)
        out = compiled()(q, k, v, block_mask=block_mask)
        difference = (out - dense_attention(q, k, v, masks[None])).abs().amax((0, 2, 3))
    for case, off in zip(cases, difference):
        require(off <= 2e-5, f"{case.name}: compiled attention is off by {off}")


# ---------------------------------------------------------------- mask_mod as source


def module_of(file):
    spec = importlib.util.spec_from_file_location(file.parent.name.replace("-", "_"), file)
    module = importlib.util.module_from_spec(spec)
    # What compiles its functions looks them up by the module's name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def check_python(case):
    """The source asked for all pairs, and its two BlockMasks: from our lists, and FlexAttention's own."""
    module = module_of(case.folder / "mask_mod.py")
    m, n = case.mask.shape
    require((module.QUERIES, module.KEYS, module.BLOCK) == (m, n, BLOCK), "another size")
    mask = flex.create_mask(module.mask_mod, None, None, m, n, device="cpu")
    require(mask.dtype == torch.bool and mask.shape == (1, 1, m, n), "no mask")
    wrong = np.argwhere(mask[0, 0].numpy() != case.mask)
    require(len(wrong) == 0, f"mask_mod differs at {len(wrong)} pairs, first at {wrong[:1].tolist()}")
    kinds = kinds_of_blocks(case.mask)
    for block_mask in (module.block_mask(), module.created_block_mask()):
        require((listed_kinds({name: getattr(block_mask, name).numpy() for name in LISTS}) == kinds).all(), "blocks")
        require(block_mask.seq_lengths == (m, n), "another length")


def check_python_compiled(case):
    """Attention compiled from the source itself: what it looks up is captured by the kernel."""
    module = module_of(case.folder / "mask_mod.py")
    q, k, v = (normal(1, 1, case.n, 16, seed=at) for at in range(3))
    with torch.no_grad():
        out = torch.compile(flex.flex_attention, dynamic=False)(q, k, v, block_mask=module.block_mask())
    difference = (out - dense_attention(q, k, v, torch.from_numpy(case.mask))).abs().max()
    require(difference <= 2e-5, f"off by {difference}")


# ---------------------------------------------------------------- TorchScript


def check_torchscript(case):
    """torch.jit.load: the output and the gradients of dense attention, and a batch of another size."""
    attention = torch.jit.load(case.folder / "attention.pt")
    mask = torch.from_numpy(case.mask)
    for batch in (1, 3) if case.n <= 512 else (2,):
        q, k, v = (normal(batch, 1, case.n, 4, seed=at, dtype=torch.float64) for at in range(3))
        inputs = [each[..., -len(mask) :, :] if at == 0 else each for at, each in enumerate((q, k, v))]
        results = []
        for forward in (attention, lambda a, b, c: dense_attention(a, b, c, mask)):
            given = [each.clone().requires_grad_() for each in inputs]
            out = forward(*given)
            results.append([out.detach(), *torch.autograd.grad((out * out).sum(), given)])
        for what, ours, dense in zip(("the output", "dq", "dk", "dv"), *results):
            difference = (ours - dense).abs().max()
            require(difference <= 1e-9, f"{what} is off by {difference} in a batch of {batch}")


# ---------------------------------------------------------------- Transformers

_model = None


def own_attention(module, query, key, value, attention_mask, **_):
    """Dense attention under the mask that the check has, and not under what the model hands on."""
    return dense_attention(query, key, value, own_attention.mask).transpose(1, 2), None


def model():
    global _model
    if _model is None:
        from transformers import AttentionInterface, LlamaConfig, LlamaModel

        AttentionInterface.register("own", own_attention)
        torch.manual_seed(3)
        config = LlamaConfig(
            vocab_size=64,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=2048,
        )
        _model = LlamaModel(config).eval()
    return _model


def check_transformers(case):
    """A small Llama takes the mask as its 4-D mask (and the bias, added to scores): as with our own."""
    llama = model()
    tokens = torch.randint(0, 64, (1, case.n), generator=torch.Generator().manual_seed(5))

    def run(implementation, mask):
        llama.set_attn_implementation(implementation)
        with torch.no_grad():
            return llama(tokens, attention_mask=mask, use_cache=False).last_hidden_state

    mask = torch.from_numpy(case.mask)
    own_attention.mask = mask
    expected = run("own", None)
    masks = [("sdpa", mask[None, None])]
    # Scores of which all are -inf are NaN to Transformers: a bias wants a key for every query.
    if case.has("bias.npz") and case.mask.any(1).all():
        masks.append(("eager", case.tensors("bias")["bias"][None, None]))
    for implementation, given in masks:
        difference = (run(implementation, given) - expected).abs().max()
        require(difference <= 1e-4, f"{implementation}: off by {difference}")


# ---------------------------------------------------------------- FlashMask


def check_flashmask(case):
    """The index read by its definition, or, where there is none, that there can be none before that key."""
    m, n = case.mask.shape
    if case.refused_at is not None:
        sayable = flashmask_layouts(case.mask)
        first = next(key for key in range(n) if not sayable[: key + 1].all(0).any())
        require(first == case.refused_at, f"refused at key {case.refused_at}, and not at {first}")
        return "refused"
    index = case.arrays("flashmask")
    bounds = index["startend_row_indices"][0, 0]
    rows, keys = np.arange(m)[:, None], np.arange(n)[None, :]
    causal, width = bool(index["causal"]), bounds.shape[1]
    first = bounds[:, 0][None, :]
    if causal:
        end = bounds[:, 1][None, :] if width == 2 else m
        masked = (keys > rows + n - m) | ((rows >= first) & (rows < end))
    elif width == 2:
        masked = (rows >= first) | (rows < bounds[:, 1][None, :])
    else:
        a, b, c, d = (bounds[:, at][None, :] for at in range(4))
        masked = ((rows >= a) & (rows < b)) | ((rows >= c) & (rows < d))
    require((~masked == case.mask).all(), "another mask")
    return "said"


def flashmask_layouts(mask):
    """For each key, by which of the four layouts its masked rows can be said."""
    m, n = mask.shape
    sayable = np.zeros((n, 4), bool)
    for key in range(n):
        masked = ~mask[:, key]
        diagonal = min(max(0, key - (n - m)), m)
        below = masked[diagonal:]
        is_causal = masked[:diagonal].all()
        sayable[key] = (
            is_causal and runs(below) <= 1 and (not below.any() or below[-1]),
            is_causal and runs(below) <= 1,
            runs(~masked) <= 1,
            runs(masked) <= 2,
        )
    return sayable


def runs(marks):
    return int(marks[:1].sum() + (marks[1:] & ~marks[:-1]).sum())


# ---------------------------------------------------------------- JAX splash attention


def check_splash(case):
    """The MaskInfo that splash attention makes of the mask has our blocks, and the same partial ones."""
    from jax.experimental.pallas.ops.tpu.splash_attention import splash_attention_mask as masks
    from jax.experimental.pallas.ops.tpu.splash_attention import splash_attention_mask_info as infos

    info, function = infos.process_mask(
        masks.MultiHeadMask((masks.NumpyMask(case.mask),)), (BLOCK, BLOCK), shrink_grid=False
    )
    require(function is None, "no function was given")
    kinds = listed_kinds(case.arrays("blockmask"))
    require((np.asarray(info.block_mask)[0] == kinds).all(), "blocks of another kind")
    bsr = case.arrays("bsr")
    for row in range(len(kinds)):
        for at in range(bsr["crow_indices"][row], bsr["crow_indices"][row + 1]):
            column = bsr["col_indices"][at]
            if kinds[row, column] == 1:
                theirs = info.partial_mask_blocks[info.mask_next[0, row, column]]
                require((theirs == bsr["blocks"][at]).all(), "another partial block")


# ---------------------------------------------------------------- all


def is_square(case):
    return case.mask.shape == (case.n, case.n)


def each_of(check, files, wanted=lambda case: True):
    def run(cases, report):
        for case in cases:
            if wanted(case) and all(map(case.has, files)):
                with told(report, case.name):
                    report["found"].append(check(case))
                    report["cases"] += 1

    return run


def in_batches(check, files):
    def run(cases, report):
        for n in sorted({case.n for case in cases}):
            same = [case for case in cases if case.n == n and is_square(case) and all(map(case.has, files))]
            for at in range(0, len(same), HEADS_AT_ONCE):
                with told(report, f"n = {n}"):
                    check(same[at : at + HEADS_AT_ONCE])
                    report["cases"] += len(same[at : at + HEADS_AT_ONCE])

    return run


class told:
    """Notes what goes wrong under a name, and goes on."""

    def __init__(self, report, name):
        self.report, self.name = report, name

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None or not issubclass(kind, Exception):
            return False
        at = "" if kind is AssertionError else " " + traceback.format_tb(trace)[-1].strip()
        self.report["wrong"].append(f"{self.name}: {kind.__name__}: {error}{at}")
        return True


CHECKS = {
    "csr": each_of(check_csr, ["csr.npz"]),
    "bsr": each_of(check_bsr, ["bsr.npz"]),
    "blockmask": each_of(check_blockmask, ["blockmask.npz"]),
    "swap": each_of(check_swap, ["blockmask.npz"]),
    "compiled": in_batches(check_compiled, ["blockmask.npz"]),
    "python": each_of(check_python, ["mask_mod.py"]),
    "python_compiled": each_of(check_python_compiled, ["compiled", "mask_mod.py"]),
    "torchscript": each_of(check_torchscript, ["attention.pt"]),
    "transformers": each_of(check_transformers, ["mask.npz"], is_square),
    "flashmask": each_of(check_flashmask, [], lambda case: case.refused_at is not None or case.has("flashmask.npz")),
    "splash": each_of(check_splash, ["bsr.npz", "blockmask.npz"], lambda case: case.n % BLOCK == 0),
}


def summed(found):
    """How often what was found; numbers of blocks are added up."""
    sums = {}
    for each in found:
        if isinstance(each, dict):
            for name, number in each.items():
                sums[name] = sums.get(name, 0) + number
        elif each is not None:
            sums[str(each)] = sums.get(str(each), 0) + 1
    return sums


def main(folder, names):
    torch.set_num_threads(1)
    # Specialising a program for each new size takes longer than to run it.
    torch._C._jit_set_profiling_executor(False)
    root = pathlib.Path(folder)
    cases = [Case(root, entry) for entry in json.loads((root / "cases.json").read_text())]
    reports = {}
    for name in names or CHECKS:
        report = {"cases": 0, "found": [], "wrong": []}
        began = time.monotonic()
        CHECKS[name](cases, report)
        report["seconds"] = round(time.monotonic() - began, 1)
        report["found"] = summed(report["found"])
        reports[name] = report
        print(f"{name}: {report['cases']} cases in {report['seconds']} s", file=sys.stderr, flush=True)
    print(json.dumps(reports, indent=1))
    return 1 if any(report["wrong"] for report in reports.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
