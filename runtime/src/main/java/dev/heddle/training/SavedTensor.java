package dev.heddle.training;

import java.util.List;

/**
 * Numbers of a training as they are saved.
 *
 * @param shape the lengths of its axes
 * @param values flattened
 */
public record SavedTensor(String name, List<Integer> shape, float[] values) {

  public SavedTensor {
    shape = List.copyOf(shape);
  }
}
