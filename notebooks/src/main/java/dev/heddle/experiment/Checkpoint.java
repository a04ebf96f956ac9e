package dev.heddle.experiment;

import dev.heddle.files.ArrayFile;
import dev.heddle.files.Elements;
import dev.heddle.files.NamedArray;
import dev.heddle.training.Learner;
import dev.heddle.training.SavedTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Between two steps: all weights and moments, and what has been counted since the last line of
 * metrics.
 *
 * @param step how many steps are made
 * @param losses the sum of the losses since that line
 * @param norm the greatest norm of the gradients since
 * @param seconds how long the training has taken
 */
record Checkpoint(long step, double losses, double norm, double seconds) {

  private static final String STEP = "training.step";
  private static final String COUNTS = "training.counts";

  static final Checkpoint START = new Checkpoint(0, 0, 0, 0);

  /** Writes a checkpoint whole or not at all. */
  void write(Path file, Learner learner) throws IOException {
    List<NamedArray> arrays = new ArrayList<>();
    for (SavedTensor tensor : learner.state()) {
      arrays.add(
          new NamedArray(tensor.name(), tensor.shape(), new Elements.Floats(tensor.values())));
    }
    arrays.add(new NamedArray(STEP, List.of(1), new Elements.Longs(new long[] {step})));
    double[] counts = {losses, norm, seconds};
    arrays.add(new NamedArray(COUNTS, List.of(3), new Elements.Doubles(counts)));
    ArrayFile.write(file, arrays);
  }

  /**
   * Reads a checkpoint, and sets a learner to it.
   *
   * @throws IOException if it cannot be read, or is that of another network
   */
  static Checkpoint read(Path file, Learner learner) throws IOException {
    List<String> names = new ArrayList<>();
    learner.state().forEach(tensor -> names.add(tensor.name()));
    names.add(STEP);
    names.add(COUNTS);
    List<NamedArray> arrays = ArrayFile.read(file, names);
    List<SavedTensor> state = new ArrayList<>();
    long[] step = {};
    double[] counts = {};
    for (NamedArray array : arrays) {
      switch (array.elements()) {
        case Elements.Floats(float[] values) ->
            state.add(new SavedTensor(array.name(), array.shape(), values));
        case Elements.Longs(long[] values) -> step = values;
        case Elements.Doubles(double[] values) -> counts = values;
        case Elements.Bools _, Elements.Ints _, Elements.Halves _ -> {
          // Not of ours.
        }
      }
    }
    if (step.length != 1 || counts.length != 3) {
      throw new IOException(file + " is no checkpoint of a training");
    }
    try {
      learner.restore(step[0], state);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " does not fit: " + e.getMessage(), e);
    }
    return new Checkpoint(step[0], counts[0], counts[1], counts[2]);
  }
}
