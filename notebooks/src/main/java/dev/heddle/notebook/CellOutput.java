package dev.heddle.notebook;

import org.jspecify.annotations.Nullable;

/** An output of a notebook cell that changes while the cell runs. */
interface CellOutput {

  /**
   * Shows something in place of what it showed before.
   *
   * @param text for where no HTML is shown
   * @param html the same as HTML, or null if the text is all there is
   */
  void show(String text, @Nullable String html);
}
