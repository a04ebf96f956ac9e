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

  /**
   * Recognises each mask; equal ones once.
   *
   * @param masks a list for each layer, of its heads' masks; all of one size
   * @throws IllegalArgumentException if there is none
   */
  public static ScheduleRecognition of(List<List<Relation>> masks) {
    if (masks.isEmpty() || masks.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("there is no mask");
    }
    Map<List<Row>, Recognition> known = new HashMap<>();
    List<List<Recognition>> entries = new ArrayList<>();
    for (List<Relation> layer : masks) {
      List<Recognition> heads = new ArrayList<>();
      for (Relation mask : layer) {
        List<Row> rows = IntStream.range(0, mask.queries()).mapToObj(mask::row).toList();
        Recognition found = known.get(rows);
        if (found == null) {
          found = Recogniser.recognise(mask);
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
    return entries.stream()
        .flatMap(List::stream)
        .allMatch(each -> each instanceof Recognition.Exact);
  }

  /** The pairs that masks have and their patterns lack, of all layers and heads. */
  public long missing() {
    return all().stream().mapToLong(near -> near.missing().edges()).sum();
  }

  /** The pairs that patterns have and their masks lack, of all layers and heads. */
  public long extra() {
    return all().stream().mapToLong(near -> near.extra().edges()).sum();
  }

  private List<Recognition.Near> all() {
    List<Recognition.Near> near = new ArrayList<>();
    for (Recognition each : entries.stream().flatMap(List::stream).toList()) {
      if (each instanceof Recognition.Near one) {
        near.add(one);
      }
    }
    return near;
  }
}
