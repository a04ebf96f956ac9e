/**
 * What the language means, read off its definition by brute force, and the tests that hold the
 * compiler against it.
 *
 * <p>{@link dev.heddle.Oracle}, the terms it speaks about ({@link dev.heddle.Expr}, {@link
 * dev.heddle.Num}) and {@link dev.heddle.RandomTerms} serve the tests of other modules too.
 */
@NullMarked
package dev.heddle;

import org.jspecify.annotations.NullMarked;
