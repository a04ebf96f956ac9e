/** What the documents claim, tried. */
@NullMarked
package dev.heddle.docs;

import org.jspecify.annotations.NullMarked;
