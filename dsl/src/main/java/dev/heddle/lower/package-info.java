/**
 * Relations as arrays: masks and index lists in the forms that attention code consumes.
 *
 * <p>Every form is measured before it is built: {@link dev.heddle.lower.MemoryBudget}.
 */
@NullMarked
package dev.heddle.lower;

import org.jspecify.annotations.NullMarked;
