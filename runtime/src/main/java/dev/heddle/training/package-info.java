/**
 * Sparse Transformers that are trained: a network of DJL blocks that takes any schedule, its
 * optimizer, and steps whose numbers do not depend on when a training was interrupted.
 *
 * <p>Entry points: {@link dev.heddle.training.TransformerNetwork} and {@link
 * dev.heddle.training.Learner}. Nothing here reads or writes files.
 */
@NullMarked
package dev.heddle.training;

import org.jspecify.annotations.NullMarked;
