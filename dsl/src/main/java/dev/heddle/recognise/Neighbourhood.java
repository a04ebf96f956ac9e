package dev.heddle.recognise;

import dev.heddle.recognise.Settings.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * NATTEN's {@code na1d}, {@code na2d} and {@code na3d}: a window of k keys along each axis that
 * shifts at the ends, or, where it is causal, the k keys up to the query.
 */
final class Neighbourhood {

  static final List<String> NAMES =
      List.of("kernel_size", "dilation", "is_causal", "stride", "shape");

  private Neighbourhood() {}

  static Converted of(Keys keys) {
    List<Integer> kernel = keys.numbers("kernel_size", List.of(), 1);
    int axes = kernel.size();
    if (axes < 1 || axes > 3) {
      throw keys.bad("kernel_size", "`kernel_size` takes one to three numbers", "");
    }
    List<Integer> dilation = each(keys, "dilation", axes, keys.numbers("dilation", List.of(1), 1));
    List<Integer> stride = each(keys, "stride", axes, keys.numbers("stride", List.of(1), 1));
    if (stride.stream().anyMatch(step -> step > 1)) {
      throw keys.bad(
          "stride", "windows with a stride are not read: neighbouring queries share theirs", "");
    }
    List<Boolean> causal = causal(keys, axes);
    List<Integer> shape = keys.numbers("shape", List.of(), 1);
    if (axes > 1 && shape.size() != axes) {
      throw keys.bad(
          shape.isEmpty() ? "kernel_size" : "shape",
          "a window of " + axes + " axes needs the shape of the image",
          "`shape=(32, 32)`: how long each axis is");
    }
    keys.refuseRest(NAMES);
    List<String> factors = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      String factor = axis(kernel.get(axis), dilation.get(axis), causal.get(axis));
      factors.add(
          axis == 0
              ? factor
              : (dilation.get(axis) > 1 ? "(" + factor + ")" : factor)
                  + "["
                  + shape.get(axis)
                  + "]");
      uneven(keys, axis, dilation.get(axis), causal.get(axis), shape);
    }
    String product = String.join(" * ", factors);
    return keys.converted(
        "NATTEN's neighbourhood attention",
        product.contains("natten_1d") ? "import zoo; " + product : product);
  }

  private static String axis(int kernel, int dilation, boolean causal) {
    String near = causal ? Bands.text(kernel - 1, 0) : "natten_1d(" + kernel + ")";
    return dilation == 1 ? near : near + " * self[" + dilation + "]";
  }

  /** A residue class that is shorter than the others shifts its windows sooner. */
  private static void uneven(
      Keys keys, int axis, int dilation, boolean causal, List<Integer> shape) {
    if (dilation == 1 || causal || (!shape.isEmpty() && shape.get(axis) % dilation == 0)) {
      return;
    }
    keys.notSaid(
        "dilation",
        "this is NATTEN's mask where "
            + dilation
            + " divides "
            + (shape.isEmpty()
                ? "the length"
                : "an axis, and it does not divide " + shape.get(axis)),
        "elsewhere the windows at the far end differ");
  }

  private static List<Boolean> causal(Keys keys, int axes) {
    List<Value> given = keys.several("is_causal");
    if (given.isEmpty()) {
      return Collections.nCopies(axes, false);
    }
    if (given.size() != 1 && given.size() != axes) {
      throw keys.bad("is_causal", "`is_causal` takes True or False for each axis", "");
    }
    List<Boolean> all = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      if (!(given.get(given.size() == 1 ? 0 : axis) instanceof Value.Truth(boolean holds))) {
        throw keys.bad("is_causal", "`is_causal` takes True or False for each axis", "");
      }
      all.add(holds);
    }
    return all;
  }

  private static List<Integer> each(Keys keys, String name, int axes, List<Integer> given) {
    if (given.size() == axes) {
      return given;
    }
    if (given.size() == 1) {
      return Collections.nCopies(axes, given.getFirst());
    }
    throw keys.bad(
        name,
        "`" + name + "` has " + given.size() + " numbers, and there are " + axes + " axes",
        "");
  }
}
