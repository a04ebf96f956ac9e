package dev.heddle.pattern;

/** An integer for every position, bound from outside under a name. */
record Sequence(String name) implements Meaning {}
