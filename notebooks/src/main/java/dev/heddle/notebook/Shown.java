package dev.heddle.notebook;

import dev.heddle.cover.Cover;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.recognise.Converted;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.relation.Relation;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types that a kernel is taught to show, in words that are the same for every kernel.
 *
 * @param type the type of a value
 * @param picture what is shown of it
 */
record Shown<T>(Class<T> type, Function<T, Picture> picture) {

  static final Shown<Picture> PICTURE = new Shown<>(Picture.class, Function.identity());
  static final Shown<Relation> RELATION = new Shown<>(Relation.class, Picture::of);
  static final Shown<Cover> COVER = new Shown<>(Cover.class, Picture::of);
  static final Shown<SparsityPattern> PATTERN = new Shown<>(SparsityPattern.class, Picture::of);

  // The cases by themselves: not every kernel looks for what a type is one of.
  static final Shown<Recognition.Exact> EXACT = new Shown<>(Recognition.Exact.class, Picture::of);
  static final Shown<Recognition.Near> NEAR = new Shown<>(Recognition.Near.class, Picture::of);
  static final Shown<ScheduleRecognition> RECOGNISED =
      new Shown<>(ScheduleRecognition.class, Picture::of);
  static final Shown<Converted> CONVERTED = new Shown<>(Converted.class, Picture::of);

  /** All of them. */
  static final List<Shown<?>> ALL =
      List.of(PICTURE, RELATION, COVER, PATTERN, EXACT, NEAR, RECOGNISED, CONVERTED);

  /** Kernels cannot forget a type, and a type that they have learnt twice they show twice. */
  private static final Set<Object> TAUGHT =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Whether a kernel has not been taught before; from now on it has. */
  static boolean isNew(Object kernel) {
    return TAUGHT.add(kernel);
  }

  Picture of(Object value) {
    return picture.apply(type.cast(value));
  }

  /** A picture's PNG form as messages carry it, or null. */
  static @Nullable String base64(Picture picture) {
    byte[] image = picture.png();
    return image == null ? null : Base64.getEncoder().encodeToString(image);
  }
}
