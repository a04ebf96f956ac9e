package dev.heddle.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.lower.BlockMask;
import dev.heddle.lower.Bsr;
import dev.heddle.lower.FlashMask;
import dev.heddle.lower.MemoryBudget;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms made of blocks arrive with the names, types, shapes and values that others expect. */
class BlockTensorsTest {

  private static final MemoryBudget ENOUGH = new MemoryBudget(1 << 20);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "window(3) + stride(√n) + global(1), 20, 20, 4",
    "causal, 9, 4, 2",
    "none, 5, 5, 2",
    "full, 1, 1, 1",
    "causal - self, 6, 6, 128"
  })
  void blocksAreThoseOfTheRelation(String text, int n, int m, int block) {
    Relation relation = SparsityPattern.parse(text).at(n).last(m);
    int rows = (m + block - 1) / block;
    int columns = (n + block - 1) / block;

    Bsr bsr = Bsr.of(relation, block, ENOUGH);
    BsrTensors tensors = Tensors.bsr(relation, block, manager);
    int number = bsr.colIndices().length;
    assertArrayEquals(
        bsr.crowIndices(), checked(tensors.crowIndices(), DataType.INT64, rows + 1).toLongArray());
    assertArrayEquals(
        bsr.colIndices(), checked(tensors.colIndices(), DataType.INT32, number).toIntArray());
    assertArrayEquals(
        bsr.blocks(),
        checked(tensors.blocks(), DataType.BOOLEAN, number, block, block).toBooleanArray());

    BlockMask mask = BlockMask.of(relation, block, ENOUGH);
    BlockMaskTensors masks = Tensors.blockMask(relation, block, manager);
    assertArrayEquals(
        mask.kvNumBlocks(), checked(masks.kvNumBlocks(), DataType.INT32, 1, 1, rows).toIntArray());
    assertArrayEquals(
        mask.kvIndices(),
        checked(masks.kvIndices(), DataType.INT32, 1, 1, rows, columns).toIntArray());
    assertArrayEquals(
        mask.fullKvNumBlocks(),
        checked(masks.fullKvNumBlocks(), DataType.INT32, 1, 1, rows).toIntArray());
    assertArrayEquals(
        mask.fullKvIndices(),
        checked(masks.fullKvIndices(), DataType.INT32, 1, 1, rows, columns).toIntArray());
  }

  @ParameterizedTest
  @CsvSource({
    "causal, 9, 4, 1",
    "blocks(3), 8, 8, 2",
    "causal - window(3), 8, 8, 2",
    "window(3) + global(1), 8, 8, 4"
  })
  void flashMasksAreThoseOfTheRelation(String text, int n, int m, int width) {
    Relation relation = SparsityPattern.parse(text).at(n).last(m);
    FlashMask mask = FlashMask.of(relation, ENOUGH);
    FlashMaskTensors tensors = Tensors.flashMask(relation, manager);
    assertEquals(mask.causal(), tensors.causal(), text);
    assertArrayEquals(
        mask.startendRowIndices(),
        checked(tensors.startendRowIndices(), DataType.INT32, 1, 1, n, width).toIntArray(),
        text);
  }

  private static NDArray checked(NDArray array, DataType type, long... shape) {
    assertEquals(type, array.getDataType());
    assertEquals(new Shape(shape), array.getShape());
    return array;
  }

  @Test
  void everythingBelongsToTheManager() {
    Relation relation = SparsityPattern.parse("window(3)").at(8);
    BsrTensors bsr;
    BlockMaskTensors mask;
    FlashMaskTensors flash;
    try (NDManager sub = manager.newSubManager()) {
      bsr = Tensors.bsr(relation, 2, sub);
      mask = Tensors.blockMask(relation, 2, sub);
      flash = Tensors.flashMask(relation, sub);
    }
    assertTrue(bsr.crowIndices().isReleased());
    assertTrue(bsr.colIndices().isReleased());
    assertTrue(bsr.blocks().isReleased());
    assertTrue(mask.kvNumBlocks().isReleased());
    assertTrue(mask.kvIndices().isReleased());
    assertTrue(mask.fullKvNumBlocks().isReleased());
    assertTrue(mask.fullKvIndices().isReleased());
    assertTrue(flash.startendRowIndices().isReleased());
  }

  @Test
  void theyAreShownWithTheirNames() {
    Relation relation = SparsityPattern.parse("causal").at(4);
    assertEquals(
        "crow_indices int64 (3), col_indices int32 (3), blocks boolean (3, 2, 2)",
        Tensors.bsr(relation, 2, manager).toString());
    assertEquals(
        "kv_num_blocks and full_kv_num_blocks int32 (1, 1, 2), kv_indices and full_kv_indices int32"
            + " (1, 1, 2, 2)",
        Tensors.blockMask(relation, 2, manager).toString());
    assertEquals(
        "startend_row_indices int32 (1, 1, 4, 1), causal true",
        Tensors.flashMask(relation, manager).toString());
  }

  @Test
  void whatDoesNotFitOrIsNoFlashMaskIsRefused() {
    Relation relation = SparsityPattern.parse("stride(1000)").at(1_000_000);
    refused("error[too-large]", () -> Tensors.blockMask(relation, 1, manager));
    refused("error[too-large]", () -> Tensors.bsr(relation, 1_000, manager));
    refused("error[not-a-flashmask]", () -> Tensors.flashMask(relation, manager));
    refused("error[too-small]", () -> Tensors.blockMask(relation, 0, manager));
  }

  private static void refused(String code, Runnable lowering) {
    HeddleException e = assertThrows(HeddleException.class, lowering::run);
    assertTrue(String.valueOf(e.getMessage()).contains(code), e.getMessage());
  }
}
