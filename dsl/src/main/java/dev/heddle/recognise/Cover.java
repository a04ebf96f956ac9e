package dev.heddle.recognise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The shortest union of allowed shapes that has all that is required. At each step the shapes that
 * bring most for their length are tried first, and only a few of them.
 */
final class Cover {

  private static final int MOST_SHAPES = 6;
  private static final int FIRST_TRIES = 6;
  private static final int LATER_TRIES = 3;
  private static final int UNION = " + ".length();

  private final Task task;
  private final Shapes shapes;
  private final List<Found> always;
  private final boolean isFactor;
  private final Budget budget;
  private int nodes;

  private List<Found> best = List.of();
  private int bestCost;

  private Cover(
      Task task,
      Shapes shapes,
      List<Found> more,
      int below,
      int nodes,
      boolean isFactor,
      Budget budget) {
    this.task = task;
    this.shapes = shapes;
    this.always = new ArrayList<>(shapes.always());
    this.always.addAll(more);
    this.bestCost = below;
    this.nodes = nodes;
    this.isFactor = isFactor;
    this.budget = budget;
  }

  /**
   * A union shorter than {@code below}, if one is found.
   *
   * @param more shapes beside the primitives
   * @param isFactor whether pairs stand for blocks, so that few are worth a rectangle
   */
  static Optional<Found> of(
      Task task,
      Shapes shapes,
      List<Found> more,
      int below,
      int nodes,
      boolean isFactor,
      Budget budget) {
    if (task.required().isEmpty()) {
      return Optional.of(Found.atom("none", new Bits(task.n()))).filter(it -> it.cost() < below);
    }
    Cover cover = new Cover(task, shapes, more, below, nodes, isFactor, budget);
    cover.search(task.required(), List.of(), 0);
    return cover.best.stream().reduce(Found::or);
  }

  private record Choice(Found shape, long gain) {

    double worth() {
      return (double) gain / (shape.cost() + UNION);
    }
  }

  private void search(Bits wanted, List<Found> chosen, int cost) {
    if (wanted.isEmpty()) {
      keep(chosen);
      return;
    }
    if (chosen.size() == MOST_SHAPES || nodes-- <= 0 || budget.isSpent()) {
      return;
    }
    int joint = chosen.isEmpty() ? 0 : UNION;
    List<Choice> choices = new ArrayList<>();
    addChoices(choices, always, wanted, cost + joint);
    addChoices(choices, shapes.forWhat(wanted, isFactor), wanted, cost + joint);
    budget.spend((long) wanted.size() * (choices.size() + 20));
    long all = wanted.count();
    for (Choice choice : choices) {
      if (choice.gain() == all) {
        keep(append(chosen, choice.shape()));
      }
    }
    choices.removeIf(choice -> choice.gain() == all);
    choices.sort(Comparator.comparingDouble(Choice::worth).reversed());
    int tries = chosen.isEmpty() ? FIRST_TRIES : LATER_TRIES;
    for (Choice choice : choices.subList(0, Math.min(tries, choices.size()))) {
      search(
          wanted.minus(choice.shape().bits()),
          append(chosen, choice.shape()),
          cost + joint + choice.shape().cost());
    }
  }

  private void addChoices(List<Choice> choices, List<Found> from, Bits wanted, int cost) {
    for (Found shape : from) {
      if (cost + shape.cost() >= bestCost) {
        continue;
      }
      long gain = wanted.common(shape.bits());
      if (gain > 0) {
        choices.add(new Choice(shape, gain));
      }
    }
  }

  /** Leaves out what the others have already. */
  private void keep(List<Found> chosen) {
    List<Found> needed = new ArrayList<>(chosen);
    for (Found each : chosen) {
      if (needed.size() > 1) {
        List<Found> others = new ArrayList<>(needed);
        others.remove(each);
        Bits union = others.stream().map(Found::bits).reduce(new Bits(task.n()), Bits::or);
        if (task.required().isIn(union)) {
          needed = others;
        }
      }
    }
    int cost = needed.stream().mapToInt(Found::cost).sum() + UNION * (needed.size() - 1);
    if (cost < bestCost) {
      bestCost = cost;
      // As they are usually written: the widest shapes first.
      needed.sort(Comparator.comparingInt(Cover::rank));
      best = needed;
    }
  }

  private static int rank(Found shape) {
    return switch (shape.binding()) {
      case INTERSECTION, UNION -> 3;
      case PRODUCT, UNARY -> 2;
      case ATOM -> shape.text().startsWith("offsets") || shape.text().startsWith("keys") ? 1 : 0;
    };
  }

  private static List<Found> append(List<Found> list, Found last) {
    List<Found> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
