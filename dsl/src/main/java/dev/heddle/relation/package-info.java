/**
 * A pattern at a length: which query may attend to which key, row by row.
 *
 * <p>Entry points: {@link dev.heddle.relation.Relation} and {@link dev.heddle.relation.Row}.
 * Nothing here is of size n².
 */
@NullMarked
package dev.heddle.relation;

import org.jspecify.annotations.NullMarked;
