package dev.heddle.pattern;

/**
 * A variable and the number or set that it stands for, which is worked out where it is written: at
 * the length of that place.
 */
record Bound(Symbol symbol, Meaning value) {}
