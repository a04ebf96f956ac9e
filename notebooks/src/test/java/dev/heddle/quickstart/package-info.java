/** The first notebook, executed by the real kernel and checked number by number. */
@NullMarked
package dev.heddle.quickstart;

import org.jspecify.annotations.NullMarked;
