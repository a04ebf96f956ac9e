package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadlineTest {

  @Test
  void countingIsTheDefinition() {
    for (int n = 9; n <= 300; n++) {
      assertEquals(Headline.edges(n), Headline.countedEdges(n), "n = " + n);
    }
  }
}
