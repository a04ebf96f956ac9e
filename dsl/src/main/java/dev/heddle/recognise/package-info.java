/**
 * From a mask back to a pattern: which text is it that gives these pairs?
 *
 * <p>Entry point: {@link dev.heddle.recognise.Recogniser}.
 */
@NullMarked
package dev.heddle.recognise;

import org.jspecify.annotations.NullMarked;
