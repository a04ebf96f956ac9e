/**
 * From text to syntax tree and back.
 *
 * <p>Entry points: {@link dev.heddle.syntax.Parser} and {@link dev.heddle.syntax.Printer}. No type
 * of the parser generator leaves this package.
 */
@NullMarked
package dev.heddle.syntax;

import org.jspecify.annotations.NullMarked;
