package dev.heddle.syntax;

import dev.heddle.diagnostic.Origin;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was written, without its blanks, its redundant parentheses and its choice between ASCII and
 * Unicode. Trees compare by structure alone ({@link Origin}).
 */
public sealed interface Tree {

  /** Where this was written. */
  Origin origin();

  /** {@code 3}, {@code 0.5}, {@code 1_000}. */
  record Numeral(double value, Origin origin) implements Tree {}

  /** {@code causal}, {@code n}, {@code zoo.bigbird}. */
  record Name(String name, Origin origin) implements Tree {}

  /** {@code window(before: 4)}. {@code sqrt(x)} is no call but a {@link Root}. */
  record Call(Name callee, List<Argument> arguments, Origin origin) implements Tree {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code {0, 3, n-1}}. */
  record Braces(List<Tree> members, Origin origin) implements Tree {
    public Braces {
      members = List.copyOf(members);
    }
  }

  /** {@code item for t in S if c}: within braces, or alone as the argument of a schedule. */
  record Comprehension(
      Tree item, List<Generator> generators, @Nullable Tree condition, Origin origin)
      implements Tree {
    public Comprehension {
      generators = List.copyOf(generators);
    }
  }

  /** {@code for t in S}. */
  record Generator(Name variable, Tree set) {}

  /** {@code a..b}, {@code a..<b}, {@code a..b step s}. */
  record Range(Tree from, Tree to, boolean closed, @Nullable Tree step, Origin origin)
      implements Tree {}

  /** {@code a <= b}, {@code a in S}. */
  record Comparison(Tree left, Comparator comparator, Tree right, Origin origin) implements Tree {}

  /** {@code √x}. */
  record Root(Tree operand, Origin origin) implements Tree {}

  /** {@code -x}, {@code !A}, {@code not c}. */
  record Prefix(PrefixOperator operator, Tree operand, Origin origin) implements Tree {}

  /** {@code x ^ 2}. */
  record Power(Tree base, Tree exponent, Origin origin) implements Tree {}

  /** {@code A'}. */
  record Transposed(Tree operand, Origin origin) implements Tree {}

  /** {@code A[64]}, {@code x[i]}. */
  record Indexed(Tree base, Tree index, Origin origin) implements Tree {}

  /** {@code a + b - c}: operands joined by operators of one precedence, from the left. */
  record Chain(Tree first, List<Link> rest, Origin origin) implements Tree {
    public Chain {
      Objects.requireNonNull(first, "first");
      rest = List.copyOf(rest);
      if (rest.isEmpty()) {
        throw new IllegalArgumentException("a chain has two operands or more");
      }
      Precedence precedence = rest.getFirst().operator().precedence();
      if (rest.stream().anyMatch(link -> link.operator().precedence() != precedence)) {
        throw new IllegalArgumentException("a chain has one precedence");
      }
    }

    public Precedence precedence() {
      return rest.getFirst().operator().precedence();
    }
  }

  /**
   * An operator and the operand to its right. {@code sign} is where the operator itself stands, and
   * {@code reach} covers all that it works on: both operands, with their parentheses.
   */
  record Link(Operator operator, Tree operand, Origin sign, Origin reach) {}

  /** {@code value} or {@code label: value}. */
  record Argument(@Nullable Name label, Tree value, Origin origin) {}

  /** Operators between two operands. */
  enum Operator {
    OR("or", Precedence.OR),
    AND("and", Precedence.AND),
    PLUS("+", Precedence.SUM),
    MINUS("-", Precedence.SUM),
    MEET("&", Precedence.MEET),
    COMPOSE("@", Precedence.COMPOSITION),
    TIMES("*", Precedence.PRODUCT),
    DIVIDE("/", Precedence.PRODUCT),
    DIV("div", Precedence.PRODUCT),
    MOD("mod", Precedence.PRODUCT);

    private final String sign;
    private final Precedence precedence;

    Operator(String sign, Precedence precedence) {
      this.sign = sign;
      this.precedence = precedence;
    }

    /** The sign in ASCII. */
    public String sign() {
      return sign;
    }

    public Precedence precedence() {
      return precedence;
    }
  }

  /** What two operands are compared by. */
  enum Comparator {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    SAME("=="),
    DIFFERENT("!="),
    IN("in");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    /** The sign in ASCII. */
    public String sign() {
      return sign;
    }
  }

  /** Operators before their operand. */
  enum PrefixOperator {
    MINUS("-", Precedence.PREFIX),
    COMPLEMENT("!", Precedence.PREFIX),
    NOT("not ", Precedence.NOT);

    private final String sign;
    private final Precedence precedence;

    PrefixOperator(String sign, Precedence precedence) {
      this.sign = sign;
      this.precedence = precedence;
    }

    /** The sign in ASCII, with the blank that a word needs. */
    public String sign() {
      return sign;
    }

    public Precedence precedence() {
      return precedence;
    }
  }

  /** How tightly things bind, loosest first. */
  enum Precedence {
    OR,
    AND,
    NOT,
    COMPARISON,
    RANGE,
    SUM,
    MEET,
    COMPOSITION,
    PRODUCT,
    PREFIX,
    ROOT,
    POWER,
    ATOM
  }
}
