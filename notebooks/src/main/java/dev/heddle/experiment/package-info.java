/**
 * Experiments: a pattern is trained on a task, and patterns are compared. A training that is
 * interrupted or killed goes on where it was, to the same numbers.
 *
 * <p>Entry points: {@link dev.heddle.experiment.Experiment} and {@link
 * dev.heddle.experiment.Sweep}.
 */
@NullMarked
package dev.heddle.experiment;

import org.jspecify.annotations.NullMarked;
