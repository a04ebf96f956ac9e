/**
 * What can be proved of patterns at a length: the conditions under which sparse Transformers are
 * universal approximators (Yun et al., "O(n) Connections are Expressive Enough", 2020, Assumption
 * 1).
 */
@NullMarked
package dev.heddle.analysis;

import org.jspecify.annotations.NullMarked;
