package dev.heddle.diagnostic;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCharactersTest {

  /** Within quotes as well, which errors repeat. */
  @ParameterizedTest
  @ValueSource(strings = {"self\u0000", "self \"a\u0000b\u001b[31m\"", "wind\u0007w(3)"})
  void whatATextHasOfThemIsNotPrinted(String text) {
    HeddleException e = assertThrows(HeddleException.class, () -> SparsityPattern.parse(text));
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)),
        message.replaceAll("\\p{Cc}", "?"));
  }
}
