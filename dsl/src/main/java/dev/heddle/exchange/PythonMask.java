package dev.heddle.exchange;

import dev.heddle.lower.BlockMask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.Bindings;
import dev.heddle.pattern.MaskSource;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pattern at a length as a Python file for FlexAttention, which needs PyTorch 2.6 or later and
 * nothing of ours.
 *
 * <p>The file has {@code mask_mod(b, h, q_idx, kv_idx)}, the pattern as source text ({@link
 * MaskSource}); {@code make_mask_mod(device)}, the same with its tables on a device; {@code
 * block_mask(device)}, the {@code BlockMask} of our exact lists of blocks ({@link BlockMask}); and
 * {@code created_block_mask(device)}, the one that FlexAttention makes of {@code mask_mod} by
 * asking for all pairs.
 *
 * @param queries m: queries are the last m positions, and count from 0
 * @param keys n
 * @param block the length of a block
 * @param text the file, in UTF-8
 * @see <a
 *     href="https://pytorch.org/docs/stable/nn.attention.flex_attention.html">torch.nn.attention.flex_attention</a>
 */
public record PythonMask(int queries, int keys, int block, String text) {

  /** A file of a pattern without inputs at a length, with blocks of 128. */
  public static PythonMask of(SparsityPattern pattern, int n) {
    return of(pattern, n, n, Bindings.none(), 128, MemoryBudget.ofHeap());
  }

  /**
   * Writes the file.
   *
   * @param n how many keys
   * @param m how many of the last positions are queries
   * @param bindings what the pattern's inputs stand for; no batch
   * @throws dev.heddle.diagnostic.HeddleException as {@link SparsityPattern#maskSource} and {@link
   *     BlockMask#of(Relation, int, MemoryBudget)}
   */
  public static PythonMask of(
      SparsityPattern pattern, int n, int m, Bindings bindings, int block, MemoryBudget budget) {
    Relation relation = pattern.at(n, bindings).last(m);
    MaskSource source = pattern.maskSource(n, bindings);
    BlockMask blocks = BlockMask.of(relation, block, budget);
    return new PythonMask(m, n, block, written(pattern, relation, source, blocks));
  }

  private static String written(
      SparsityPattern pattern, Relation relation, MaskSource source, BlockMask blocks) {
    PythonTables tables = new PythonTables();
    source.tables().forEach(tables::add);
    int rows = blocks.kvNumBlocks().length;
    int columns = blocks.kvIndices().length / rows;
    tables.add("kv_num_blocks", blocks.kvNumBlocks(), 1, 1, rows);
    tables.add("kv_indices", blocks.kvIndices(), 1, 1, rows, columns);
    tables.add("full_kv_num_blocks", blocks.fullKvNumBlocks(), 1, 1, rows);
    tables.add("full_kv_indices", blocks.fullKvIndices(), 1, 1, rows, columns);
    List<String> lines = new ArrayList<>();
    pattern.formatted().strip().lines().forEach(line -> lines.add(("# " + line).stripTrailing()));
    lines.add(
        String.format(
            Locale.ROOT,
            "# at n = %d%s: %d pairs. Made by `heddle compile --to python`; needs PyTorch 2.6 or"
                + " later.",
            blocks.keys(),
            blocks.queries() < blocks.keys()
                ? ", of the last " + blocks.queries() + " queries"
                : "",
            relation.edges()));
    lines.addAll(IMPORTS.lines().toList());
    lines.add("QUERIES = " + blocks.queries());
    lines.add("KEYS = " + blocks.keys());
    lines.add("BLOCK = " + blocks.block());
    lines.add("");
    lines.add("");
    lines.addAll(maskMod(source, blocks));
    lines.addAll(FUNCTIONS.lines().toList());
    lines.addAll(helpers(source));
    lines.addAll(tables.lines());
    lines.add("");
    lines.add("mask_mod = make_mask_mod()");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> maskMod(MaskSource source, BlockMask blocks) {
    List<String> lines = new ArrayList<>();
    lines.add("def make_mask_mod(device=\"cpu\"):");
    lines.add("    \"\"\"The mask_mod, with what it looks things up in on a device.\"\"\"");
    for (MaskSource.Table table : source.tables()) {
      lines.add("    %s = _table(\"%s\", device)".formatted(table.name(), table.name()));
    }
    lines.add("");
    lines.add("    def mask_mod(b, h, q_idx, kv_idx):");
    lines.add("        \"\"\"Whether query q_idx may attend to key kv_idx.\"\"\"");
    int before = blocks.keys() - blocks.queries();
    lines.add("        i, j = q_idx%s, kv_idx".formatted(before == 0 ? "" : " + " + before));
    source.locals().forEach(line -> lines.add("        " + line));
    List<String> operands = operands(source.expression());
    if (operands.size() == 1) {
      lines.add("        return " + operands.getFirst());
    } else {
      lines.add("        return (");
      for (int at = 0; at < operands.size(); at++) {
        lines.add("            " + (at == 0 ? "" : "| ") + operands.get(at));
      }
      lines.add("        )");
    }
    lines.add("");
    lines.add("    return mask_mod");
    lines.add("");
    lines.add("");
    return lines;
  }

  /** What the outermost {@code |} of an expression join. */
  private static List<String> operands(String expression) {
    List<String> operands = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < expression.length(); at++) {
      switch (expression.charAt(at)) {
        case '(', '[' -> depth++;
        case ')', ']' -> depth--;
        case '|' -> {
          if (depth == 0) {
            operands.add(expression.substring(from, at).strip());
            from = at + 1;
          }
        }
        default -> {}
      }
    }
    operands.add(expression.substring(from).strip());
    return operands;
  }

  private static List<String> helpers(MaskSource source) {
    List<String> lines = new ArrayList<>();
    if (source.expression().contains("_listed(")) {
      lines.addAll(LISTED.lines().toList());
    }
    if (source.expression().contains("_marked(")) {
      lines.addAll(MARKED.lines().toList());
    }
    return lines;
  }

  private static final String IMPORTS =
      """

      import base64
      import zlib

      import torch
      from torch.nn.attention.flex_attention import BlockMask, create_block_mask

      """;

  private static final String FUNCTIONS =
      """
      def block_mask(device="cpu"):
          \"""The BlockMask of the exact lists of blocks; mask_mod is asked within partial ones only.\"""
          names = ("kv_num_blocks", "kv_indices", "full_kv_num_blocks", "full_kv_indices")
          return BlockMask.from_kv_blocks(
              *(_table(name, device) for name in names),
              BLOCK_SIZE=BLOCK,
              mask_mod=make_mask_mod(device),
              seq_lengths=(QUERIES, KEYS),
          )


      def created_block_mask(device="cpu"):
          \"""The same as FlexAttention makes it of mask_mod: it asks for all pairs, in memory for all pairs.\"""
          return create_block_mask(
              make_mask_mod(device), None, None, QUERIES, KEYS, device=device, BLOCK_SIZE=BLOCK
          )


      def _table(name, device):
          dtype, shape, values = _TABLES[name]
          if isinstance(values, str):
              raw = bytearray(zlib.decompress(base64.b64decode(values)))
              return torch.frombuffer(raw, dtype=dtype).reshape(shape).to(device)
          return torch.tensor(values, dtype=dtype, device=device).reshape(shape)


      """;

  private static final String LISTED =
      """
      def _listed(starts, keys, halvings, i, j):
          \"""Whether j is among the ascending keys[starts[i]:starts[i + 1]].\"""
          low, high = starts[i], starts[i + 1]
          for _ in range(halvings):
              middle = (low + high) // 2
              is_above = (keys[middle] < j) & (low < high)
              low, high = torch.where(is_above, middle + 1, low), torch.where(is_above, high, middle)
          return (low < starts[i + 1]) & (keys[low] == j)


      """;

  private static final String MARKED =
      """
      def _marked(bits, width, i, j):
          \"""Whether bit j of row i is set; a row has so many bytes, the lowest bit first.\"""
          return (bits[i * width + j // 8].to(torch.int32) >> (j % 8)) & 1 == 1


      """;
}
