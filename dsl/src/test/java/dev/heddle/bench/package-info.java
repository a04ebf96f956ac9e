/** How long compiling takes: {@code mvn -Pbench -pl grammar,dsl test} measures it. */
@NullMarked
package dev.heddle.bench;

import org.jspecify.annotations.NullMarked;
