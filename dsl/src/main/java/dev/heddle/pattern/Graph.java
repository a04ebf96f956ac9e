package dev.heddle.pattern;

/** A list of edges, bound from outside under a name. */
record Graph(String name) implements Meaning {}
