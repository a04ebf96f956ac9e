package dev.heddle.runtime;

import dev.heddle.relation.Relation;

/** Chooses a plan for a relation. */
@FunctionalInterface
public interface Planner {

  /** A plan whose result is attention over exactly this relation. */
  Plan plan(Relation relation);

  /** The planner that is used when none is named. */
  static Planner standard() {
    return GatherPlan::of;
  }
}
