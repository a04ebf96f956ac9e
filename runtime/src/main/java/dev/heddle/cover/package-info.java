/**
 * Exact covers of relations by dense tiles: which queries are brought together with which keys, by
 * which view, under which mask, and what that costs. It knows no tensor.
 */
@NullMarked
package dev.heddle.cover;

import org.jspecify.annotations.NullMarked;
