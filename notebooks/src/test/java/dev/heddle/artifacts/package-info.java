/** What those get who have no checkout: the artifacts of a local repository. */
@NullMarked
package dev.heddle.artifacts;

import org.jspecify.annotations.NullMarked;
