package dev.heddle.syntax;

import dev.heddle.diagnostic.Origin;
import dev.heddle.diagnostic.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats definition files: each statement in its normal form, long sums over several lines, at
 * most one empty line between statements, and every comment kept.
 */
public final class Formatter {

  /** The most characters of a line that can be broken. */
  private static final int WIDTH = 100;

  private static final String INDENT = "    ";

  private final int[] text;
  private final List<Origin> comments;
  private final StringBuilder out = new StringBuilder();
  private int comment;

  private Formatter(Source source, List<Origin> comments) {
    this.text = source.text().codePoints().toArray();
    this.comments = comments;
  }

  /**
   * The formatted file, which ends with a newline; formatting it again changes nothing.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it is not well formed
   */
  public static String format(Source source) {
    Parsed parsed = Parser.parseDefinitions(source);
    return BigStack.call(
        BigStack.neededFor(source.text()),
        () -> new Formatter(source, parsed.comments()).format(parsed.script().statements()));
  }

  private String format(List<Statement> statements) {
    int end = 0;
    for (Statement statement : statements) {
      int start = statement.origin().span().start();
      end = commentsBefore(start, end);
      separate(end, start);
      int stop = statement.origin().span().end();
      // What was said in the midst of a statement is said before it.
      while (comment < comments.size() && comments.get(comment).span().start() < stop) {
        line(comments.get(comment++).text().stripTrailing());
      }
      out.append(broken(statement));
      end = stop;
      if (comment < comments.size() && isSameLine(stop, comments.get(comment).span().start())) {
        out.append("  ").append(comments.get(comment).text().stripTrailing());
        end = comments.get(comment++).span().end();
      }
      out.append('\n');
    }
    commentsBefore(text.length, end);
    return out.toString();
  }

  /** Writes the comments up to a place, and returns where the last of them ends. */
  private int commentsBefore(int place, int from) {
    int end = from;
    while (comment < comments.size() && comments.get(comment).span().start() < place) {
      Origin next = comments.get(comment++);
      separate(end, next.span().start());
      line(next.text().stripTrailing());
      end = next.span().end();
    }
    return end;
  }

  /** An empty line where there was one or more, but not at the beginning. */
  private void separate(int from, int to) {
    int newlines = 0;
    for (int at = from; at < to; at++) {
      boolean ends = text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n');
      newlines += ends ? 1 : 0;
    }
    if (newlines > 1 && !out.isEmpty()) {
      out.append('\n');
    }
  }

  private boolean isSameLine(int from, int to) {
    for (int at = from; at < to; at++) {
      if (text[at] == '\n' || text[at] == '\r') {
        return false;
      }
    }
    return true;
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  /** One line, or, where that is too long, one for each operand of the body's outermost sum. */
  private static String broken(Statement statement) {
    String line = Printer.print(statement);
    if (line.codePointCount(0, line.length()) <= WIDTH
        || !(statement instanceof Statement.Let let)) {
      return line;
    }
    List<String> lines = new ArrayList<>();
    if (let.body() instanceof Tree.Chain chain) {
      String body = Printer.print(chain);
      lines.add(Printer.head(let).stripTrailing());
      int from = 0;
      for (int at : breaks(body, " " + chain.rest().getFirst().operator().sign() + " ", chain)) {
        lines.add(INDENT + body.substring(from, at).strip());
        from = at;
      }
      lines.add(INDENT + body.substring(from).strip());
      return String.join("\n", lines);
    }
    return Printer.head(let).stripTrailing() + "\n" + INDENT + Printer.print(let.body());
  }

  /** Where the operators of a chain stand in its text: those within no brackets. */
  private static List<Integer> breaks(String body, String first, Tree.Chain chain) {
    List<String> signs = new ArrayList<>(List.of(first));
    chain.rest().forEach(link -> signs.add(" " + link.operator().sign() + " "));
    List<Integer> breaks = new ArrayList<>();
    int depth = 0;
    for (int at = 0; at < body.length(); at++) {
      char sign = body.charAt(at);
      depth += "([{".indexOf(sign) >= 0 ? 1 : ")]}".indexOf(sign) >= 0 ? -1 : 0;
      int place = at;
      if (depth == 0 && signs.stream().anyMatch(s -> body.startsWith(s, place))) {
        breaks.add(at);
      }
    }
    return breaks;
  }
}
