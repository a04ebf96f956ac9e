package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), as PyTorch has it:
 *
 * <p>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − ηλw − η · m̂ / (√v̂ + ε), where m̂ = m / (1
 * − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). Only weights of two axes decay: no biases, no norms.
 *
 * <p>DJL's own keeps its moments to itself; here they are open, so that they can be saved.
 */
final class AdamW {

  /**
   * The numbers of the rule.
   *
   * @param beta1 how much of the mean stays, from 0 up to 1
   * @param beta2 how much of the mean of squares stays, from 0 up to 1
   * @param epsilon what keeps the divisor from 0
   * @param decay λ, what the rate is multiplied with for the share of a weight that is taken off
   */
  record Rule(double beta1, double beta2, double epsilon, double decay) {
    Rule {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && decay >= 0)) {
        throw new IllegalArgumentException(
            "no rule of Adam: β₁ %s, β₂ %s, ε %s, decay %s"
                .formatted(beta1, beta2, epsilon, decay));
      }
    }
  }

  /** The running means of a parameter's gradient and of its square. */
  record Moments(NDArray mean, NDArray square) {}

  private final Rule rule;
  private final SequencedMap<String, Moments> moments = new LinkedHashMap<>();

  /** Moments of 0 for all parameters, which belong to the manager. */
  AdamW(Rule rule, Map<String, NDArray> parameters, NDManager manager) {
    this.rule = rule;
    parameters.forEach(
        (name, parameter) ->
            moments.put(
                name,
                new Moments(
                    manager.zeros(parameter.getShape(), parameter.getDataType()),
                    manager.zeros(parameter.getShape(), parameter.getDataType()))));
  }

  /** By name, in the order of the parameters. */
  SequencedMap<String, Moments> moments() {
    return moments;
  }

  /**
   * Moves a parameter. What it computes on the way belongs to the manager of the gradient; no
   * gradient may be recorded.
   *
   * @param step t, from 1 on
   */
  void move(String name, NDArray parameter, NDArray gradient, double rate, long step) {
    Moments own = moments.get(name);
    if (own == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    own.mean().muli(rule.beta1()).addi(gradient.mul(1 - rule.beta1()));
    own.square().muli(rule.beta2()).addi(gradient.square().muli(1 - rule.beta2()));
    if (rule.decay() > 0 && parameter.getShape().dimension() > 1) {
      parameter.muli(1 - rate * rule.decay());
    }
    double first = 1 - Math.pow(rule.beta1(), (double) step);
    double second = 1 - Math.pow(rule.beta2(), (double) step);
    try (NDManager passing = gradient.getManager().newSubManager()) {
      NDArray divisor = within(passing, own.square()).div(second).sqrt().addi(rule.epsilon());
      parameter.subi(within(passing, own.mean()).mul(rate / first).divi(divisor));
    }
  }

  /** The same array, but what comes of it belongs to the manager. */
  private static NDArray within(NDManager manager, NDArray array) {
    NDArray view = array.reshape(array.getShape());
    view.attach(manager);
    return view;
  }
}
