package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.relation.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pairs grow with n: what is claimed, and what counts say. */
class GrowthTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full | n^2",
        "causal | n^2",
        "self | n",
        "window(3) | n",
        "window(√n) | n^1.5",
        "stride(√n) | n^1.5",
        "stride(4) | n^2",
        "window(3) + stride(√n) + global(1) | n^1.5",
        "global(√n) | n^1.5",
        "blocks(log2(n)) | n log n",
        "offsets({2^t for t in 0..log2(n)}) | n log n",
        "!window(3) | n^2",
        "random(3) | n",
        "random(√n) | n^1.5",
        "expander(6) | n",
        "causal & window(65) | n",
        "causal & stride(√n) | n^1.5",
        "stride(√n) - window(3) | n^1.5",
        "window(3) @ window(5) | n",
        "window(3)^4 | n",
        "keys(1) @ queries(1) | n^2",
        "(window(3) + global(1)) * full[64] | n",
        "full * self[√n] | n^1.5",
        "let f(w) = window(w) + global(1); f(√n) | n^1.5",
        "heads(window(3), stride(√n)) | n^1.5",
        "import zoo; star | n",
        "import zoo; bigbird | n",
        "import zoo; logsparse | n log n",
        "import zoo; sparse_strided | n^1.5",
        "keys({0..<n step 16} & {0..<n step 24}) | n^2",
        "causal & (window(before: 8) + keys({0..<n step 16})) | n^2",
        "where(abs(i - j) <= 3) | n",
        "where(abs(i - j) <= √n) | n^1.5",
        "window(3) + where(j < 4) | n",
        "where(i == j or i mod 4 == j mod 4) | n^2",
        "where(i * i == j) | n^0.5",
      })
  void growthIsWhatCountsSay(String text, String growth) {
    SparsityPattern pattern = SparsityPattern.parse(text.strip());
    assertEquals(growth.strip(), pattern.growth().map(Growth::toString).orElse("unknown"));
    Growth claimed = pattern.growth().orElseThrow();
    double smaller = edges(pattern, 1 << 12);
    double larger = edges(pattern, 1 << 16);
    double wanted = Math.pow(16, claimed.power()) * Math.pow(16.0 / 12, claimed.logs());
    double found = larger / smaller;
    assertTrue(
        found > wanted / 1.3 && found < wanted * 1.3,
        () -> "counts grow by " + found + ", and " + claimed + " by " + wanted);
  }

  private static double edges(SparsityPattern pattern, int n) {
    double most = 0;
    for (int head = 0; head < pattern.heads(0); head++) {
      Relation relation = pattern.entry(0, head).at(n);
      most = Math.max(most, (double) relation.edges());
    }
    return most;
  }

  @Test
  void whatDependsOnBindingsIsUnknown() {
    assertTrue(SparsityPattern.parse("input x; same(x)").growth().isEmpty());
    assertTrue(SparsityPattern.parse("input x; where(x[j] == 1)").growth().isEmpty());
  }

  /** Thrice as many pairs at four times the length: between √n and n. */
  @Test
  void whatNoCandidateGrowsAsIsUnknown() {
    assertTrue(SparsityPattern.parse("where(i == j and i < n^0.8)").growth().isEmpty());
  }
}
