package dev.heddle.files;

import dev.heddle.relation.Relation;
import java.util.List;

/**
 * Masks from a file.
 *
 * @param layers a list for each layer, of its heads' masks; all are m × n
 * @param doubts what had to be taken for something, a sentence each
 */
public record SavedMasks(List<List<Relation>> layers, List<String> doubts) {

  public SavedMasks {
    layers = layers.stream().map(List::copyOf).toList();
    doubts = List.copyOf(doubts);
  }

  /** The mask of one head of one layer, turned round where a file says what is left out. */
  static SavedMasks of(Relation relation, MaskFile.Reading reading, List<String> doubts) {
    return new SavedMasks(
        List.of(List.of(reading.inverted() ? relation.complement() : relation)), doubts);
  }

  /** The mask of the first head of the first layer. */
  public Relation first() {
    return layers.getFirst().getFirst();
  }
}
