package dev.heddle.runtime;

/**
 * How attention over a relation is going to be computed. Which plan it is decides the cost and
 * never the result; whoever executes plans switches over all of them.
 */
public sealed interface Plan permits GatherPlan {

  /** One line: what runs, and how much of it. */
  String summary();
}
