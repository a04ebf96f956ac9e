package dev.heddle.pattern;

/**
 * An argument of a pattern: a number where an integer is wanted.
 *
 * @param name the parameter's name, for errors
 * @param least the least that it may be
 */
record Whole(String name, Scalar value, long least) {}
