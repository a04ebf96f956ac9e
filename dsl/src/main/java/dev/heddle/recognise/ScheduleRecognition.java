package dev.heddle.recognise;

import dev.heddle.pattern.Patterns;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.relation.Relation;
import dev.heddle.relation.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the masks of layers and heads were recognised as: one pattern if they are one, else a
 * schedule.
 *
 * @param pattern the pattern or schedule; heads and layers that repeat are said once
 * @param entries what each mask was recognised as: a list for each layer, of its heads
 */
public record ScheduleRecognition(SparsityPattern pattern, List<List<Recognition>> entries) {

  public ScheduleRecognition {
    entries = entries.stream().map(List::copyOf).toList();
  }

  /** What is told which mask comes next. */
  @FunctionalInterface
  public interface Listener {
    void begins(int layer, int head);
  }

  /**
   * Recognises each mask; equal ones once. A mask of more than 4,096 keys and as many queries is
   * recognised by its first positions, and compared as a whole.
   *
   * @param masks a list for each layer, of its heads' masks; all of one size
   * @throws IllegalArgumentException if there is none
   * @throws dev.heddle.diagnostic.HeddleException as {@link Recogniser#recognise}
   */
  public static ScheduleRecognition of(List<List<Relation>> masks) {
    return of(masks, (layer, head) -> {});
  }

  /** The same, for who wants to show how far it is. */
  public static ScheduleRecognition of(List<List<Relation>> masks, Listener listener) {
    if (masks.isEmpty() || masks.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("there is no mask");
    }
    boolean isOne = masks.size() == 1 && masks.getFirst().size() == 1;
    Map<List<Row>, Recognition> known = new HashMap<>();
    List<List<Recognition>> entries = new ArrayList<>();
    for (List<Relation> layer : masks) {
      List<Recognition> heads = new ArrayList<>();
      for (Relation mask : layer) {
        listener.begins(entries.size(), heads.size());
        // One alone is not compared with others.
        List<Row> rows =
            isOne ? List.of() : IntStream.range(0, mask.queries()).mapToObj(mask::row).toList();
        Recognition found = known.get(rows);
        if (found == null) {
          found = LongMask.recognise(mask, LongMask.SEARCHED);
          known.put(rows, found);
        }
        heads.add(found);
      }
      entries.add(heads);
    }
    return new ScheduleRecognition(schedule(entries), entries);
  }

  private static SparsityPattern schedule(List<List<Recognition>> entries) {
    List<SparsityPattern> layers = new ArrayList<>();
    for (List<Recognition> heads : entries) {
      List<SparsityPattern> all =
          LayerTexts.shortest(heads.stream().map(Recognition::pattern).toList());
      layers.add(
          all.size() == 1 ? all.getFirst() : Patterns.heads(all.toArray(SparsityPattern[]::new)));
    }
    List<SparsityPattern> all = LayerTexts.shortest(layers);
    return all.size() == 1 ? all.getFirst() : Patterns.layers(all.toArray(SparsityPattern[]::new));
  }

  /** The text in its normal form. */
  public String text() {
    return pattern.formatted();
  }

  /** Whether every mask is its pattern. */
  public boolean isExact() {
    return near().isEmpty();
  }

  /** The pairs that masks have and their patterns lack, of all layers and heads. */
  public long missing() {
    return near().stream().mapToLong(near -> near.missing().edges()).sum();
  }

  /** The pairs that patterns have and their masks lack, of all layers and heads. */
  public long extra() {
    return near().stream().mapToLong(near -> near.extra().edges()).sum();
  }

  /** The masks that are not exact, in the order of layers and heads. */
  public List<Recognition.Near> near() {
    List<Recognition.Near> near = new ArrayList<>();
    for (Recognition each : entries.stream().flatMap(List::stream).toList()) {
      if (each instanceof Recognition.Near one) {
        near.add(one);
      }
    }
    return near;
  }
}
