package dev.heddle.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.heddle.Expr;
import dev.heddle.RandomTerms;
import dev.heddle.Style;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fingerprint for what is equal by the laws, and another for what is not equal. */
class FingerprintTest {

  private static String of(String text) {
    return SparsityPattern.parse(text).fingerprint();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "self + causal | causal + self",
        "stride(4) + global(2) + stride(4) | global(2) + stride(4)",
        "!(stride(4) + global(2)) | !stride(4) & !global(2)",
        "!!stride(4) | stride(4)",
        "stride(4) - global(2) | stride(4) & !global(2)",
        "stride(4) & (global(2) + window(3)) | (stride(4) & global(2)) + (stride(4) & window(3))",
        "stride(4) + (stride(4) & global(2)) | stride(4)",
        "stride(4) + none | stride(4)",
        "stride(4) & full | stride(4)",
        "stride(4) + !stride(4) | full",
        "window(3) | window(1, 1)",
        "window(1) | self",
        "window(3)'' | window(3)",
        "window(before: 2)' | window(after: 2)",
        "keys(3)' | queries(3)",
        "(causal + keys(2))' | causal' + queries(2)",
        "full * self[4] | stride(4)",
        "self * full[4] | blocks(4)",
        "(window(3) * causal[4])' | window(3) * (causal[4])'",
        "(causal @ stride(2)) @ window(3) | causal @ (stride(2) @ window(3))",
        "(causal @ keys(2))' | queries(2) @ causal'",
        "let f(w, g = 2) = window(w) + global(g); f(3) | window(3) + global(2)",
        "let f(k) = window(k); f(n div 2) | window(n div 2)",
        "offsets({0..3}) | offsets({3, 2, 1, 0, 0})",
        "window(2 + 3) | window(5)",
        "offsets({2^t for t in 0..log2(n)}) | offsets({2^k for k in 0..log2(n)})",
      })
  void whatIsEqualByTheLawsHasOneFingerprint(String one, String other) {
    assertEquals(of(one.strip()), of(other.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window(3) | window(5)",
        "causal | causal'",
        "random(3) | random(3, seed: 1)",
        "self - causal | causal - self",
        "stride(n) | stride(4)",
        "window(n)[8] * full[2] | window(8)[8] * window(n)[2]",
        "heads(self, causal) | heads(causal, self)",
        "layers(self, causal) | heads(self, causal)",
        "let f(k) = window(k)[4] * full[2]; f(n) | window(n)[4] * full[2]",
      })
  void whatDiffersHasAnother(String one, String other) {
    assertNotEquals(of(one.strip()), of(other.strip()));
  }

  /** These never change: a release that changes them breaks what was stored under them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window(3) + stride(√n) + global(1) | 4185c8cb6eee552975963b9e098a3aaef25d4c95a0d56aa8df7f6603f4d5da6c",
        "heads(random(3, seed: h) & causal for h in 0..<2) | 307cff776a6d405bc837ff9f0131b2c7c11c119c17a9dd3b60850d06f9137823",
        "(window(3) + global(1)) * full[64] | f9343fad6a5d0dda84129813bbe9e29d82d014c2c3d0c33d3d4291626583aae3",
      })
  void fingerprintsStayAcrossReleases(String text, String fingerprint) {
    assertEquals(fingerprint.strip(), of(text.strip()));
  }

  /** Random terms: the same fingerprint means the same pairs. */
  @Test
  void equalFingerprintsMeanEqualRelations() {
    long seed = RandomTerms.seed();
    Random random = new Random(seed);
    RandomTerms terms = new RandomTerms(random);
    Map<String, SparsityPattern> seen = new HashMap<>();
    int met = 0;
    for (int at = 0; at < 4_000; at++) {
      Expr term = terms.pattern(2);
      SparsityPattern pattern;
      try {
        pattern = SparsityPattern.parse(term.text(Style.ASCII));
        pattern.at(12);
      } catch (dev.heddle.diagnostic.HeddleException e) {
        continue;
      }
      SparsityPattern known = seen.putIfAbsent(pattern.fingerprint(), pattern);
      if (known != null && !known.text().equals(pattern.text())) {
        met++;
        for (int query = 0; query < 12; query++) {
          assertEquals(
              known.at(12).row(query),
              pattern.at(12).row(query),
              known + " and " + pattern + RandomTerms.repeat(seed));
        }
      }
    }
    assertNotEquals(0, met);
  }
}
