package dev.heddle.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void ticksAreRoundAndFarEnoughApart() {
    assertEquals(List.of(0), Ticks.of(1, 24, 22));
    assertEquals(List.of(0, 1, 2), Ticks.of(3, 24, 22));
    assertEquals(List.of(0, 16, 32, 48, 63), Ticks.of(64, 8, 100));
    assertEquals(List.of(0, 20, 40, 60, 80, 99), Ticks.of(100, 5, 60));
    assertEquals(List.of(0, 50, 99), Ticks.of(100, 5, 120));
    assertEquals(List.of(0, 5, 11), Ticks.of(12, 5, 25));
    assertEquals(List.of(0), Ticks.of(12, 1, 100));
    assertEquals(Integer.MAX_VALUE - 1, Ticks.of(Integer.MAX_VALUE, 1e-7, 50).getLast());
  }
}
