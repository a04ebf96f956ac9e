package dev.heddle.files;

import java.util.List;

/** An array as it lies in a file. */
public record NamedArray(String name, List<Integer> shape, Elements elements) {

  public NamedArray {
    shape = List.copyOf(shape);
    long count = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (count != elements.count()) {
      throw new IllegalArgumentException(
          "%s has %d elements, and its shape %s wants %d"
              .formatted(name, elements.count(), shape, count));
    }
  }
}
