package dev.heddle.pattern;

/** What an expression means: a value of one of the language's types. */
sealed interface Meaning permits Scalar, Term {

  /** The name of the type, as errors speak of it. */
  default String type() {
    return switch (this) {
      case Scalar _ -> "number";
      case Term _ -> "pattern";
    };
  }
}
