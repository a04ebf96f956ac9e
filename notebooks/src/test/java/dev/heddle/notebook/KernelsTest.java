package dev.heddle.notebook;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.cover.Cover;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.recognise.Conventions;
import dev.heddle.recognise.Converted;
import dev.heddle.recognise.Masks;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.recognise.Settings;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplaySystem;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/** What the renderers of the three kernels make of our values. */
class KernelsTest {

  private static final SparsityPattern PATTERN =
      SparsityPattern.parse("window(3) + stride(√n) + global(1)");
  private static final Picture PICTURE = Picture.of(PATTERN.at(1_000_000));

  private static final Recognition.Near NEAR =
      new Recognition.Near(
          "self",
          SparsityPattern.parse("self"),
          Masks.of(new boolean[][] {{false, true}, {false, false}}),
          Masks.of(new boolean[][] {{false, false}, {false, true}}));
  private static final Recognition.Exact EXACT =
      new Recognition.Exact("causal", SparsityPattern.parse("causal"));
  private static final ScheduleRecognition RECOGNISED =
      new ScheduleRecognition(SparsityPattern.parse("self"), List.of(List.of(NEAR)));
  private static final Converted CONVERTED =
      Conventions.of(Settings.of(Map.of("start_size", 4, "recent_size", 8)));

  /** A value of each type that is shown, and what a cell shows of it. */
  private static final List<Example> VALUES =
      List.of(
          new Example(PATTERN, Picture.of(PATTERN)),
          new Example(PATTERN.at(300), Picture.of(PATTERN.at(300))),
          new Example(Cover.of(PATTERN.at(300)), Picture.of(Cover.of(PATTERN.at(300)))),
          new Example(PICTURE, PICTURE),
          new Example(EXACT, Picture.of(EXACT)),
          new Example(NEAR, Picture.of(NEAR)),
          new Example(RECOGNISED, Picture.of(RECOGNISED)),
          new Example(CONVERTED, Picture.of(CONVERTED)));

  @Test
  void everyTypeThatIsShownHasAnExample() {
    for (Shown<?> shown : Shown.ALL) {
      assertTrue(
          VALUES.stream().anyMatch(each -> shown.type().isInstance(each.value())), "" + shown);
    }
  }

  private record Example(Object value, Picture picture) {}

  private static byte[] decoded(Object base64) {
    return Base64.getDecoder().decode((String) base64);
  }

  @Test
  void jjavaShowsPictures() {
    Renderer renderer = new Renderer();
    JJavaExtension.register(renderer);
    for (Example each : VALUES) {
      DisplayData data = renderer.render(each.value());
      assertEquals(each.picture().html(), data.getData(MIMEType.TEXT_HTML));
      assertEquals(each.picture().text(), data.getData(MIMEType.TEXT_PLAIN));
      assertFalse(data.hasDataForType(MIMEType.IMAGE_SVG));
      assertFalse(data.hasDataForType(MIMEType.IMAGE_PNG));

      DisplayData svg = renderer.renderAs(each.value(), "image/svg+xml");
      assertEquals(each.picture().svg(), svg.getData(MIMEType.IMAGE_SVG));
      assertEquals(each.picture().text(), svg.getData(MIMEType.TEXT_PLAIN));
      DisplayData png = renderer.renderAs(each.value(), "image/png");
      assertArrayEquals(each.picture().png(), decoded(png.getData(MIMEType.IMAGE_PNG)));
    }
    DisplayData plot = renderer.renderAs(Plot.edges(PATTERN, 8), "image/png");
    assertFalse(plot.hasDataForType(MIMEType.IMAGE_PNG));
  }

  @Test
  void ijavaShowsPictures() {
    var renderer = new io.github.spencerpark.jupyter.kernel.display.Renderer();
    IJavaAdapter.register(renderer);
    var html = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
    var plain = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;
    var svg = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.IMAGE_SVG;
    var png = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
    for (Example each : VALUES) {
      var data = renderer.render(each.value());
      assertEquals(each.picture().html(), data.getData(html));
      assertEquals(each.picture().text(), data.getData(plain));
      assertFalse(data.hasDataForType(svg));
      assertEquals(
          each.picture().svg(), renderer.renderAs(each.value(), "image/svg+xml").getData(svg));
      assertArrayEquals(
          each.picture().png(), decoded(renderer.renderAs(each.value(), "image/png").getData(png)));
    }
  }

  @Test
  void rapaioShowsPictures() {
    List<DisplayProvider> found =
        ServiceLoader.load(DisplayProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(RapaioDisplayProvider.class::isInstance)
            .toList();
    assertEquals(1, found.size());
    DisplaySystem display = DisplaySystem.inst();
    for (Example each : VALUES) {
      var data = display.render(each.value()).data();
      assertEquals(each.picture().html(), data.get("text/html"));
      assertEquals(each.picture().text(), data.get("text/plain"));
      var svg = display.render("image/svg+xml", each.value()).data();
      assertEquals(each.picture().svg(), svg.get("image/svg+xml"));
      assertNull(svg.get("text/html"));
      var png = display.render("image/png", each.value()).data();
      assertArrayEquals(each.picture().png(), decoded(requireNonNull(png.get("image/png"))));
      assertEquals(
          each.picture().text(),
          display.render("text/plain", each.value()).data().get("text/plain"));
    }
    var plot = display.render("image/png", Plot.edges(PATTERN, 8)).data();
    assertTrue(plot.containsKey("text/html") && !plot.containsKey("image/png"));
  }

  @Test
  void jjavaFindsItsExtension() {
    assertTrue(
        ServiceLoader.load(Extension.class).stream()
            .anyMatch(provider -> provider.type() == JJavaExtension.class));
  }
}
