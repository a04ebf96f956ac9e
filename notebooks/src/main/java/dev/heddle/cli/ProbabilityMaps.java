package dev.heddle.cli;

import java.util.List;

/** The names of what turns scores into weights. */
final class ProbabilityMaps {

  static final String SOFTMAX = "softmax";

  private static final List<String> NOT_YET = List.of("hardmax", "sparsemax", "entmax");

  private ProbabilityMaps() {}

  /** Refuses what there is not, or not yet. */
  static void check(String name) {
    if (name.equals(SOFTMAX)) {
      return;
    }
    boolean isNotYet =
        NOT_YET.stream().anyMatch(map -> name.equals(map) || name.startsWith(map + ":"));
    throw new Usage(
        isNotYet ? "not-yet" : "unknown-map",
        isNotYet ? "the map `" + name + "` is not there yet" : "there is no map `" + name + "`",
        "`--map softmax` is there");
  }
}
