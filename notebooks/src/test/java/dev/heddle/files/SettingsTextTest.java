package dev.heddle.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.diagnostic.HeddleException;
import dev.heddle.recognise.Conventions;
import dev.heddle.recognise.Settings;
import dev.heddle.recognise.Settings.Setting;
import dev.heddle.recognise.Settings.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from calls and from files. */
class SettingsTextTest {

  @TempDir Path folder;

  private static Value value(Settings settings, String name) {
    return settings.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void whatPythonsCallsHave() {
    Settings settings =
        SettingsText.parse(
            "window_size=(-1, 0), causal = True, off=False, mode='fixed (a)', none=None, one=(3,),"
                + " list=[1.5, \"x\", [2]], group={'a': 1},");
    assertEquals(
        new Value.Several(List.of(new Value.Amount(-1), new Value.Amount(0))),
        value(settings, "window_size"));
    assertEquals(new Value.Truth(true), value(settings, "causal"));
    assertEquals(new Value.Truth(false), value(settings, "off"));
    assertEquals(new Value.Words("fixed (a)"), value(settings, "mode"));
    assertEquals(new Value.Nothing(), value(settings, "none"));
    assertEquals(new Value.Several(List.of(new Value.Amount(3))), value(settings, "one"));
    assertEquals(
        new Value.Several(
            List.of(
                new Value.Amount(1.5),
                new Value.Words("x"),
                new Value.Several(List.of(new Value.Amount(2))))),
        value(settings, "list"));
    assertTrue(value(settings, "group") instanceof Value.Group);
    assertEquals(
        SettingsText.parse("{\"a\": [1, 2], \"b\": null}"), SettingsText.parse("a=(1, 2), b=None"));
  }

  /** Every name is where the text says: carets go under it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "window_size=(1, 2), causal=True",
        "  window_size = (1, 2),\n   causal=True",
        "{\"window_size\": [1, 2], \"causal\": true}",
        "{\n  \"window_size\": [1,\n 2],\n\n  \"causal\"  : true\n}",
        "ünï='ö', window_size=(1, 2), 'causal': True",
      })
  void namesKnowTheirPlace(String text) {
    for (Setting setting : SettingsText.parse(text).all()) {
      assertEquals(
          setting.name(),
          Objects.requireNonNull(setting.origin()).text().replaceAll("[\"']", ""),
          text);
    }
  }

  @Test
  void anErrorInAFilePointsAtItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {
              "model_type": "mistral",
              "num_attention_heads": 8,
              "sliding_window": "wide"
            }
            """);
    HeddleException refused =
        assertThrows(HeddleException.class, () -> Conventions.of(SettingsText.read(file)));
    assertEquals(
        """

        error[bad-setting]: `sliding_window` takes a whole number
          --> config.json:4:3
           |
         4 |   "sliding_window": "wide"
           |   ^^^^^^^^^^^^^^^^
        """,
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window_size= | not well formed",
        "window_size=(256, 0 | ",
        "= 3 | ",
        "a=1, a=2 | `a` is set twice",
        "a=1} b=2 | behind the settings",
        "{\"a\": 1 | end too soon",
        "[1, 2] | ",
        "256 | ",
        "a=1, ' | ",
      })
  void whatIsNotWellFormedIsRefused(String text, String part) {
    HeddleException refused =
        assertThrows(HeddleException.class, () -> SettingsText.parse(text), text);
    String message = String.valueOf(refused.getMessage());
    assertEquals("bad-setting", refused.diagnostics().getFirst().code(), message);
    assertTrue(part == null || message.contains(part), message);
  }

  @Test
  void aFileIsStrict() throws IOException {
    for (String text :
        new String[] {"{'a': 1}", "{\"a\": 1,}", "[1]", "", "{\"a\": nan}", "{} {}"}) {
      Path file = Files.writeString(folder.resolve("strict.json"), text);
      HeddleException refused =
          assertThrows(HeddleException.class, () -> SettingsText.read(file), text);
      assertEquals("bad-setting", refused.diagnostics().getFirst().code());
    }
    Path deep = Files.writeString(folder.resolve("deep.json"), "{\"a\":" + "[".repeat(100_000));
    assertThrows(HeddleException.class, () -> SettingsText.read(deep));
    assertThrows(IOException.class, () -> SettingsText.read(folder.resolve("none.json")));
    Path bytes = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xe9, '}'});
    assertThrows(IOException.class, () -> SettingsText.read(bytes));
  }
}
