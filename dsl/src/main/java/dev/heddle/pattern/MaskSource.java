package dev.heddle.pattern;

import java.util.List;

/**
 * A pattern at a length as Python source: whether query i may attend to key j, said in operations
 * on tensors, as FlexAttention's {@code mask_mod} has to say it.
 *
 * <p>What the pattern's text says by arithmetic (windows, strides, blocks, positions, products, set
 * operations, conditions between whole numbers) is arithmetic on {@code i} and {@code j}; what is
 * bound from outside is a table. The rest (random keys, graphs, compositions, conditions between
 * fractions) is looked up in lists of keys or in bits, with the functions {@code _listed(starts,
 * keys, steps, i, j)} and {@code _marked(bits, width, i, j)}: whether j is among the ascending
 * {@code keys[starts[i]:starts[i + 1]]}, found in so many halvings, and whether bit j of row i of
 * {@code width} bytes is set, the lowest first.
 *
 * @param locals assignments that the expression wants before it, one a line, in order
 * @param expression a boolean of {@code i} and {@code j}
 * @param tables what both look things up in, each one-dimensional
 */
public record MaskSource(List<String> locals, String expression, List<Table> tables) {

  public MaskSource {
    locals = List.copyOf(locals);
    tables = List.copyOf(tables);
  }

  /**
   * Numbers that the source looks up by their place.
   *
   * @param name what the source calls it, a Python identifier
   * @param type their type
   * @param values the numbers
   */
  public record Table(String name, Type type, long[] values) {}

  /** The types of a table's numbers, by PyTorch's names. */
  public enum Type {
    bool,
    uint8,
    int32,
    int64
  }
}
