package dev.heddle.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.files.ElementType;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Arrays of floats from files as tensors, and back. */
final class ArrayTensors {

  private ArrayTensors() {}

  static boolean isFloating(ElementType type) {
    return switch (type) {
      case FLOAT16, FLOAT32, FLOAT64 -> true;
      case BOOL, INT32, INT64 -> false;
    };
  }

  /** A tensor with the elements of an array of floats. */
  static NDArray tensor(NamedArray array, NDManager manager) {
    Elements elements = array.elements();
    long bytes = (long) elements.count() * elements.width();
    if (bytes > Integer.MAX_VALUE) {
      throw new Usage(
          "too-large",
          "`%s` has %,d bytes, and an array of at most 2 GiB can be handed on"
              .formatted(array.name(), bytes),
          "split the batch or the heads over several files");
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    elements.put(0, elements.count(), buffer);
    long[] shape = array.shape().stream().mapToLong(Integer::longValue).toArray();
    return manager.create(buffer.flip(), new Shape(shape), type(elements.type()));
  }

  private static DataType type(ElementType type) {
    return switch (type) {
      case BOOL -> DataType.BOOLEAN;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FLOAT16 -> DataType.FLOAT16;
      case FLOAT32 -> DataType.FLOAT32;
      case FLOAT64 -> DataType.FLOAT64;
    };
  }

  /** An array with the elements of a tensor of floats. */
  static NamedArray array(String name, NDArray tensor) {
    List<Integer> shape =
        Arrays.stream(tensor.getShape().getShape()).mapToObj(Math::toIntExact).toList();
    NDArray here = tensor.toDevice(Device.cpu(), /* copy= */ false);
    return new NamedArray(name, shape, elements(here));
  }

  private static Elements elements(NDArray tensor) {
    return switch (tensor.getDataType()) {
      case FLOAT32 -> new Elements.Floats(tensor.toFloatArray());
      case FLOAT64 -> new Elements.Doubles(tensor.toDoubleArray());
      case FLOAT16 -> {
        ByteBuffer buffer = tensor.toByteBuffer().order(ByteOrder.nativeOrder());
        short[] values = new short[Math.toIntExact(tensor.size())];
        buffer.asShortBuffer().get(values);
        yield new Elements.Halves(values);
      }
      default -> throw new IllegalStateException("no floats: " + tensor.getDataType());
    };
  }
}
