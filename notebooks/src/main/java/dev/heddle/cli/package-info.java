/** The command line: one class a command, behind {@link dev.heddle.cli.Main}. */
@NullMarked
package dev.heddle.cli;

import org.jspecify.annotations.NullMarked;
