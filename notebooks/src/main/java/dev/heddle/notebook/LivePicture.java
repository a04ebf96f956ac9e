package dev.heddle.notebook;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A picture that changes while a cell runs, with a line under it: one output of a notebook that is
 * drawn anew. Outside of a notebook the lines go to stderr.
 */
public final class LivePicture {

  /** What is shown. */
  record Shot(Picture picture, String words) {

    String html() {
      return picture.html() + "<pre>" + Svg.escaped(words) + "</pre>";
    }

    String text() {
      return picture.text() + "\n" + words;
    }
  }

  private final @Nullable Consumer<Shot> output;

  private LivePicture(@Nullable Consumer<Shot> output) {
    this.output = output;
  }

  /** An output of the cell that runs. */
  public static LivePicture open() {
    CellOutput output = Notebook.output();
    return new LivePicture(output == null ? null : shot -> output.show(shot.text(), shot.html()));
  }

  static LivePicture on(Consumer<Shot> output) {
    return new LivePicture(output);
  }

  /** Whether a notebook shows it. */
  public boolean isShown() {
    return output != null;
  }

  /**
   * Shows a picture in place of the one before.
   *
   * @param words a line that stands under it
   */
  public void show(Picture picture, String words) {
    if (output == null) {
      System.err.println(words);
    } else {
      output.accept(new Shot(picture, words));
    }
  }
}
