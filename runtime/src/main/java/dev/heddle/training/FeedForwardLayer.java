package dev.heddle.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;

/** x + W_2 a(W_1 norm(x)) with a = ReLU or GELU, of x [batch, n, d]. */
final class FeedForwardLayer extends ResidualLayer {

  private final boolean isGelu;

  FeedForwardLayer(TransformerSize size, boolean isGelu, float dropout) {
    super("first", size.hidden(), size.hidden(), size, dropout);
    this.isGelu = isGelu;
  }

  @Override
  NDArray inner(NDArray mapped, ParameterStore store, boolean training) {
    return isGelu ? Activation.gelu(mapped) : Activation.relu(mapped);
  }
}
