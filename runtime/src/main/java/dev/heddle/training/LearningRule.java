package dev.heddle.training;

/**
 * How weights are moved: AdamW at a rate, after gradients are clipped.
 *
 * @param rate the rate of each step
 * @param beta1 how much of the mean of gradients stays at a step
 * @param beta2 how much of the mean of their squares stays
 * @param epsilon what keeps Adam's divisor from 0
 * @param decay the weight decay, of weights of two axes only
 * @param clip the greatest Euclidean norm of all gradients together; 0 for any
 */
public record LearningRule(
    LearningRate rate, double beta1, double beta2, double epsilon, double decay, double clip) {

  public LearningRule {
    AdamW.Rule _ = new AdamW.Rule(beta1, beta2, epsilon, decay);
    if (!(clip >= 0)) {
      throw new IllegalArgumentException("gradients are clipped to a norm, not to " + clip);
    }
  }

  /** β₁ = 0.9, β₂ = 0.98, ε = 10⁻⁸, decay 0.01, norms up to 1. */
  public static LearningRule of(LearningRate rate) {
    return new LearningRule(rate, 0.9, 0.98, 1e-8, 0.01, 1);
  }

  AdamW.Rule adam() {
    return new AdamW.Rule(beta1, beta2, epsilon, decay);
  }
}
