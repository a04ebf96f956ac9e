package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.pattern.SparsityPattern;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {

  private static SparsityPattern pattern(String text) {
    return SparsityPattern.parse(text);
  }

  /**
   * Points lie where their numbers say: the scales are found from the dashed line, whose edges are
   * n².
   */
  @Test
  void pointsAreWhereTheyBelong() {
    SparsityPattern pattern = pattern("window(3) + stride(√n) + global(1)");
    int[] lengths = {100, 256, 1000, 65536};
    Document svg = Xml.parse(Plot.edges(pattern, 1000, 256, 65536, 100, 100).svg());
    List<Element> points = Xml.inside(svg, "series", "circle");
    String[] full =
        Xml.inside(svg, "series", "polyline").getFirst().getAttribute("points").split(" ", -1);
    assertEquals(lengths.length, points.size());
    assertEquals(lengths.length, full.length);
    double[] first = pair(full[0]);
    double[] last = pair(full[lengths.length - 1]);
    double perDecade = (last[0] - first[0]) / Math.log10(65536 / 100.0);
    double perEdgeDecade = (first[1] - last[1]) / (2 * Math.log10(65536 / 100.0));
    for (int index = 0; index < lengths.length; index++) {
      int n = lengths[index];
      double edges = pattern.at(n).edges();
      assertEquals(
          first[0] + Math.log10(n / 100.0) * perDecade, Xml.number(points.get(index), "cx"), 0.02);
      assertEquals(
          first[1] - Math.log10(edges / 10_000) * perEdgeDecade,
          Xml.number(points.get(index), "cy"),
          0.02);
    }
  }

  private static double[] pair(String point) {
    String[] numbers = point.split(",", -1);
    return new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])};
  }

  @Test
  void theTextIsATable() {
    assertEquals(
        """
        edges against length
        causal
                     n                edges      edges/n      density
                     8                   36          4.5       0.5625
                 1,000              500,500        500.5       0.5005
        self
                     n                edges      edges/n      density
                     8                    8            1        0.125
                 1,000                1,000            1        0.001\
        """,
        Plot.edges(List.of(pattern("causal"), pattern("self")), 8, 1000).text());
  }

  @Test
  void withoutLengthsThePowersOfTwoAreTaken() {
    String text = Plot.edges(pattern("self")).text();
    assertTrue(text.contains(" 256 ") && text.contains(" 65,536 "), text);
  }

  @Test
  void oddRequestsAreDrawnToo() {
    for (String text : new String[] {"none", "full", "causal - self"}) {
      for (int[] lengths : new int[][] {{1}, {7}, {1, 2}, {2_000_000}, {1, 1_000_000}}) {
        String svg = Plot.edges(pattern(text), lengths).svg();
        Xml.parse(svg);
        assertTrue(!svg.contains("NaN") && !svg.contains("Infinity"), svg);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> Plot.edges(List.of()));
  }

  /** On plain heights what grows by the same with each doubling lies on a straight line. */
  @Test
  void plainHeightsBeginAtZeroAndAreEven() {
    TreeMap<Integer, Double> points = new TreeMap<>(Map.of(64, 100.0, 128, 200.0, 256, 300.0));
    Document svg =
        Xml.parse(Plot.plain("d", "d", List.of(new Plot.Curve("line", points, false))).svg());
    List<Element> circles = Xml.inside(svg, "series", "circle");
    double first = Xml.number(circles.get(0), "cy");
    double second = Xml.number(circles.get(1), "cy");
    assertEquals(first - second, second - Xml.number(circles.get(2), "cy"), 0.02);
    // 300 is the top line, and 0 lies as far below 100 as 100 below 200.
    String text = svg.getDocumentElement().getTextContent();
    for (int label = 0; label <= 300; label += 50) {
      assertTrue(text.contains(String.valueOf(label)), text);
    }
    for (double height : new double[] {0.003, 1, 7, 123_456}) {
      TreeMap<Integer, Double> single = new TreeMap<>(Map.of(64, height));
      String drawn = Plot.plain("", "", List.of(new Plot.Curve("", single, false))).svg();
      assertTrue(!drawn.contains("NaN") && !drawn.contains("Infinity"), drawn);
    }
    Xml.parse(Plot.plain("", "", List.of()).svg());
  }

  /** Circles and bars lie where their numbers say, on even scales found from two of them. */
  @Test
  void meansHaveBarsOfTheirIntervals() {
    List<Plot.Mean> points =
        List.of(
            new Plot.Mean(80, 6, 1), new Plot.Mean(0, 4, Double.NaN), new Plot.Mean(95, 5, 0.5));
    Picture plot = Plot.means("t", "perplexity", "%", List.of(new Plot.Means("line", points)));
    Document svg = Xml.parse(plot.svg());
    List<Element> circles = Xml.inside(svg, "series", "circle");
    assertEquals(3, circles.size());
    double perUnit = (Xml.number(circles.get(1), "cx") - Xml.number(circles.get(0), "cx")) / 80;
    assertEquals(
        Xml.number(circles.get(0), "cx") + 95 * perUnit, Xml.number(circles.get(2), "cx"), 0.02);
    double perHeight =
        (Xml.number(circles.get(0), "cy") - Xml.number(circles.get(1), "cy")) / (6 - 4);
    assertEquals(
        Xml.number(circles.get(1), "cy") + perHeight, Xml.number(circles.get(2), "cy"), 0.02);
    List<Element> bars =
        Xml.inside(svg, "series", "path").stream()
            .filter(path -> path.getAttribute("class").equals("interval"))
            .toList();
    assertEquals(2, bars.size());
    String[] words = bars.getFirst().getAttribute("d").split("[ hMV]+", -1);
    double above = Double.parseDouble(words[2]);
    double below = Double.parseDouble(words[3]);
    assertEquals(Xml.number(circles.get(1), "cy") - perHeight, above, 0.02);
    assertEquals(Xml.number(circles.get(1), "cy") + perHeight, below, 0.02);
    assertTrue(plot.text().contains("6 ± 1 perplexity"), plot.text());
    for (List<Plot.Mean> odd :
        List.of(
            List.<Plot.Mean>of(),
            List.of(new Plot.Mean(1, 0, Double.NaN)),
            List.of(new Plot.Mean(0, 99.5, 12.7), new Plot.Mean(1e-9, 99.9, 1e9)))) {
      String drawn = Plot.means("", "", "", List.of(new Plot.Means("", odd))).svg();
      Xml.parse(drawn);
      assertTrue(!drawn.contains("NaN") && !drawn.contains("Infinity"), drawn);
    }
  }

  @Test
  void manyPatternsGiveABoundedText() {
    List<SparsityPattern> many = java.util.Collections.nCopies(30, pattern("self"));
    Picture plot = Plot.edges(many, 8, 16, 32);
    assertTrue(plot.text().split("\n", -1).length < 50, plot.text());
    Xml.parse(plot.svg());
  }
}
