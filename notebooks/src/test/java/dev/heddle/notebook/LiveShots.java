package dev.heddle.notebook;

import java.util.ArrayList;
import java.util.List;

/** An output that keeps all that it was to show. */
public final class LiveShots {

  private final List<LivePicture.Shot> shots = new ArrayList<>();

  /** What shows its pictures here. */
  public LivePicture picture() {
    return LivePicture.on(shots::add);
  }

  /** The lines under the pictures. */
  public List<String> words() {
    return shots.stream().map(LivePicture.Shot::words).toList();
  }

  /** The pictures as HTML, with their lines. */
  public List<String> html() {
    return shots.stream().map(LivePicture.Shot::html).toList();
  }

  /** The same in characters. */
  public List<String> text() {
    return shots.stream().map(LivePicture.Shot::text).toList();
  }
}
