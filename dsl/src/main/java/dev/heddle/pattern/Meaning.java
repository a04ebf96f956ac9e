package dev.heddle.pattern;

/** What an expression means: a value of one of the language's types. */
sealed interface Meaning permits Scalar, IntegerSet, Sequence, Graph, Condition, Term, Schedule {

  /** The name of the type, as errors speak of it. */
  default String type() {
    return switch (this) {
      case Scalar _ -> "number";
      case IntegerSet _ -> "set";
      case Sequence _ -> "sequence";
      case Graph _ -> "graph";
      case Condition _ -> "condition";
      case Term _ -> "pattern";
      case Schedule _ -> "schedule";
    };
  }
}
