package dev.heddle.recognise;

import java.util.List;

/** StreamingLLM's cache: the first tokens, which are kept for ever, and the last ones. */
final class Cache {

  static final List<String> NAMES = List.of("start_size", "recent_size");

  private Cache() {}

  static Converted of(Keys keys) {
    int start = keys.number("start_size", 4, 0);
    int recent = keys.number("recent_size", 1);
    keys.refuseRest(NAMES);
    keys.notSaid(
        "recent_size",
        "this counts the query among the recent keys; where the cache is cut only after a token,"
            + " as in StreamingLLM's perplexity script, a query sees one key more",
        "that is `recent_size=" + (recent + 1) + "`");
    String window = Bands.text(recent - 1, 0);
    return keys.converted(
        "StreamingLLM's cache",
        start == 0 ? window : "(keys(" + start + ") + " + window + ") & causal");
  }
}
