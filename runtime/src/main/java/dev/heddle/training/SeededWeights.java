package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import java.util.Random;

/**
 * First weights that are drawn by {@link Random}, whose sequence is specified, and not by the
 * engine: the same on every machine and device. Each parameter has its own sequence.
 *
 * @param seed of this parameter
 * @param gain what the standard deviation 1/√(inputs) is multiplied with
 */
record SeededWeights(long seed, double gain) implements Initializer {

  /** The name of a block whose result is added to what the layers before it made. */
  static final String RESULT = "result";

  /** Chooses how all parameters of a network are initialised. */
  static void choose(Block network, long seed, TransformerSize size) {
    long number = 0;
    for (Pair<String, Parameter> named : network.getParameters()) {
      Parameter parameter = named.getValue();
      number++;
      switch (parameter.getType()) {
        case WEIGHT -> {
          double gain = named.getKey().contains(RESULT) ? 1 / Math.sqrt(2.0 * size.layers()) : 1;
          parameter.setInitializer(new SeededWeights(Seeds.of(seed, number), gain));
        }
        case GAMMA -> parameter.setInitializer(Initializer.ONES);
        case BIAS, BETA, RUNNING_MEAN, RUNNING_VAR, OTHER ->
            parameter.setInitializer(Initializer.ZEROS);
      }
    }
  }

  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    Random random = new Random(seed);
    double deviation = gain / Math.sqrt((double) shape.get(shape.dimension() - 1));
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int at = 0; at < values.length; at++) {
      // Rounded to float, so that a network in double precision starts from the same numbers.
      values[at] = (float) (random.nextGaussian() * deviation);
    }
    try (NDManager passing = manager.newSubManager()) {
      // A copy in the engine's memory, which begins where its kernels like it: what is made of
      // Java's numbers begins anywhere, and sums differ in their last digit with that.
      NDArray made = passing.create(values, shape).toType(dataType, true);
      made.attach(manager);
      return made;
    }
  }
}
