package dev.heddle.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * How what a decoder writes is read.
 *
 * @param begin the token that a target begins with
 * @param end the token that it ends with; −1 where it ends with its length
 * @param reader makes words of tokens
 */
public record Writing(int begin, int end, Reader reader) {

  /** Makes words of tokens. */
  public interface Reader {
    List<String> words(int[] tokens);
  }

  /** Each token is a word. */
  static Writing ofWords(int begin) {
    return new Writing(
        begin,
        -1,
        tokens -> {
          List<String> words = new ArrayList<>();
          for (int token : tokens) {
            words.add(Integer.toString(token));
          }
          return words;
        });
  }
}
