package dev.heddle.experiment;

import dev.heddle.training.Examples;
import dev.heddle.training.TransformerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * What a network is to learn. All examples are functions of the task, a seed and a number, so that
 * a training needs to remember no place in its data; none of those that it is tested with is among
 * those that it learns from.
 */
public sealed interface LearningTask
    permits CopyingTask, RecallTask, SentencePairs, TextTask, TranslationTask {

  /** Its name, as on the command line. */
  String name();

  /** The most positions of an example. */
  int n();

  /** Tells a network what tokens there are, and what outputs are wanted. */
  void shape(TransformerNetwork.Builder network);

  /**
   * Examples to learn from.
   *
   * @param seed of the order
   * @param step from 1 on
   * @param count how many
   */
  Examples training(long seed, long step, int count);

  /** How many examples there are to test with. */
  int tests();

  /** Some of those, by number. */
  Examples tests(int from, int count);

  /** How what the network writes is read; null where it writes nothing. */
  default @Nullable Writing writing() {
    return null;
  }
}
