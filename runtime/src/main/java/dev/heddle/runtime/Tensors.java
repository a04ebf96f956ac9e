package dev.heddle.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.lower.Bias;
import dev.heddle.lower.Csr;
import dev.heddle.lower.Gather;
import dev.heddle.lower.Mask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.relation.Relation;

/**
 * Relations as tensors. They come to lie on the manager's device, belong to the manager, and are
 * freed with it.
 *
 * <p>Sizes are checked before anything is built: a form that does not fit on the device, or on its
 * way there through this JVM's heap, is refused with its size and the name of a form that fits
 * ({@link dev.heddle.diagnostic.HeddleException}, code {@code too-large}).
 */
public final class Tensors {

  private Tensors() {}

  /** The mask: BOOLEAN [m, n], true where query i may attend to key j. */
  public static NDArray mask(Relation relation, NDManager manager) {
    Mask mask = Mask.of(relation, budget(manager));
    return manager.create(mask.allowed(), new Shape(mask.queries(), mask.keys()));
  }

  /** The additive bias: FLOAT32 [m, n], 0 where query i may attend to key j and −∞ elsewhere. */
  public static NDArray bias(Relation relation, NDManager manager) {
    return bias(relation, manager, DataType.FLOAT32);
  }

  /**
   * The additive bias in another type: [m, n], 0 where query i may attend to key j and −∞
   * elsewhere.
   *
   * @param type FLOAT16, FLOAT32 or FLOAT64
   * @throws IllegalArgumentException for any other type
   */
  public static NDArray bias(Relation relation, NDManager manager, DataType type) {
    DTypes.floating(type);
    Bias bias = Bias.of(relation, budget(manager));
    NDArray single = manager.create(bias.values(), new Shape(bias.queries(), bias.keys()));
    if (type == DataType.FLOAT32) {
      return single;
    }
    try (single) {
      return single.toType(type, false);
    }
  }

  /**
   * Compressed sparse rows: {@code crow_indices} INT64 [m + 1] and {@code col_indices} INT32
   * [edges].
   */
  public static CsrTensors csr(Relation relation, NDManager manager) {
    Csr csr = Csr.of(relation, budget(manager));
    return new CsrTensors(manager.create(csr.crowIndices()), manager.create(csr.colIndices()));
  }

  /**
   * The padded gather index: {@code index} INT32 [m, k] and {@code valid} BOOLEAN [m, k], k the
   * longest row.
   */
  public static GatherTensors gather(Relation relation, NDManager manager) {
    Gather gather = Gather.of(relation, budget(manager));
    Shape shape = new Shape(gather.queries(), gather.width());
    return new GatherTensors(
        manager.create(gather.index(), shape), manager.create(gather.valid(), shape));
  }

  private static MemoryBudget budget(NDManager manager) {
    // DJL copies an array by way of one buffer, whose size in bytes is an int.
    return MemoryBudget.ofHeap()
        .and(DeviceMemory.free(manager.getDevice()))
        .and(new MemoryBudget(Integer.MAX_VALUE));
  }
}
