package dev.heddle.expressive;

import dev.heddle.relation.Watch;
import java.util.Arrays;

/**
 * An input X for which attention with fixed parameters is like a target, and how like.
 *
 * @param input X, n rows of d = 2d′: the halves are the rows of the two projected factors
 * @param draws how many random projections were tried
 */
public record Approximation(
    TargetMatrix target,
    FixedParameters parameters,
    double[][] input,
    int draws,
    RatioCheck verification) {

  static Approximation of(TargetMatrix target, Precision precision, double[][] input, int draws) {
    FixedParameters parameters = new FixedParameters(input[0].length / 2);
    RatioCheck verification =
        RatioCheck.of(target, precision, parameters.queries(input), parameters.keys(input));
    return new Approximation(target, parameters, input, draws, verification);
  }

  /** Whether all that was asked for holds. */
  public boolean holds() {
    return verification.holds();
  }

  /**
   * The attention matrix M by its rows, each of sum 1.
   *
   * @throws dev.heddle.diagnostic.HeddleException if n² numbers do not fit in memory
   */
  public double[][] attention() {
    double[][] matrix = TargetMatrix.square(target.n());
    double[][] queries = parameters.queries(input);
    double[][] keys = parameters.keys(input);
    for (int row = 0; row < matrix.length; row++) {
      Watch.goOn("the attention matrix");
      matrix[row] = RatioCheck.attention(queries[row], keys);
    }
    return matrix;
  }

  /**
   * The input for an attention that multiplies scores with 1/√d′, as most do: X·d′^¼, with the same
   * parameters.
   */
  public double[][] scaledInput() {
    double scale = Math.sqrt(Math.sqrt(parameters.width()));
    double[][] scaled = new double[input.length][];
    for (int row = 0; row < input.length; row++) {
      scaled[row] = Arrays.stream(input[row]).map(x -> x * scale).toArray();
    }
    return scaled;
  }

  @Override
  public String toString() {
    return "d = %d (queries of %d), %d drawn; %s"
        .formatted(parameters.dim(), parameters.width(), draws, verification);
  }
}
