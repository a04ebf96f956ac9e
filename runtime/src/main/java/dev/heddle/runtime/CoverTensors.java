package dev.heddle.runtime;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.heddle.cover.Cover;
import dev.heddle.cover.CoverArrays;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The arrays of a cover as tensors, on each device where they were asked for; in native memory
 * until closed.
 */
final class CoverTensors implements AutoCloseable {

  /** The arrays of one device. */
  record Uploaded(NDArray numbers, NDArray forbidden, NDArray index) {}

  private final Cover cover;
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Map<Device, Uploaded> uploaded = new HashMap<>();
  private boolean isClosed;

  CoverTensors(Cover cover) {
    this.cover = cover;
  }

  synchronized Uploaded on(Device device) {
    if (isClosed) {
      throw new IllegalStateException("this attention has been closed");
    }
    return uploaded.computeIfAbsent(device, this::upload);
  }

  private Uploaded upload(Device device) {
    CoverArrays arrays = cover.arrays();
    DeviceMemory.free(device).require("the cover's arrays", arrays.bytes(), 1, 0, () -> "");
    NDManager there = manager.newSubManager(device);
    // The program reads the numbers one by one, which would be slow on another device.
    return new Uploaded(
        manager.create(arrays.numbers()),
        there.create(
            ByteBuffer.wrap(arrays.forbidden()),
            new Shape(arrays.forbidden().length),
            DataType.BOOLEAN),
        there.create(arrays.index(), new Shape(arrays.index().length)));
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    uploaded.clear();
    manager.close();
  }
}
