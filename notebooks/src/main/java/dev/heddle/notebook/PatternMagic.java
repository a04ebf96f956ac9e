package dev.heddle.notebook;

import dev.heddle.pattern.SparsityPattern;
import java.util.List;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Patterns in cells of the kernel JJava, without Java around them.
 *
 * <pre>
 * %%pattern name=local
 * causal &amp; (window(before: 64)   # the near past
 *   + global(1))
 * </pre>
 *
 * <p>shows the pattern and declares {@code SparsityPattern local} in the notebook; without a name
 * it is only shown. {@code %pattern window(3)} and {@code %pattern name=local …} do the same on one
 * line. That line goes through the kernel's splitting at blanks, which swallows double quotes; the
 * body of a cell is taken as it stands.
 */
final class PatternMagic {

  private static final String MAGIC = "pattern";
  private static final String NAME = "name=";

  private PatternMagic() {}

  static void register(MagicsRegistry magics) {
    magics.registerCellMagic(
        MAGIC,
        (BaseKernel kernel, List<String> arguments, String body) -> cell(kernel, arguments, body));
    magics.registerLineMagic(
        MAGIC, (BaseKernel kernel, List<String> arguments) -> line(kernel, arguments));
  }

  private static SparsityPattern cell(BaseKernel kernel, List<String> arguments, String body) {
    String name = null;
    for (String argument : arguments) {
      if (name != null || !argument.startsWith(NAME)) {
        throw refused(
            "bad-argument",
            "a cell of this kind begins with `%%pattern` or `%%pattern name=…`, and here is also `"
                + argument
                + "`",
            "the text of the pattern goes on the next line");
      }
      name = argument.substring(NAME.length());
    }
    return declared(kernel, name, body);
  }

  private static SparsityPattern line(BaseKernel kernel, List<String> arguments) {
    boolean named = !arguments.isEmpty() && arguments.getFirst().startsWith(NAME);
    String name = named ? arguments.getFirst().substring(NAME.length()) : null;
    List<String> words = named ? arguments.subList(1, arguments.size()) : arguments;
    return declared(kernel, name, String.join(" ", words));
  }

  /** Nothing is declared before all of it is known to be sound: what had the name keeps it. */
  private static SparsityPattern declared(BaseKernel kernel, @Nullable String name, String text) {
    if (name != null && !isVariable(name)) {
      throw refused(
          "bad-name",
          "`" + name + "` cannot be the name of a variable in Java",
          "letters, digits and `_`, no digit first, and no word of Java's own: `name=local`");
    }
    SparsityPattern pattern = SparsityPattern.parse(text);
    if (name != null) {
      Notebook.keep(name, pattern);
      kernel.evalRaw(
          "%s %s = %s.pattern(\"%s\");"
              .formatted(SparsityPattern.class.getName(), name, Notebook.class.getName(), name));
    }
    return pattern;
  }

  private static boolean isVariable(String name) {
    return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
  }

  /** Drawn as the errors of the language are, since a cell shows nothing but the message. */
  private static IllegalArgumentException refused(String code, String sentence, String help) {
    return new IllegalArgumentException(
        "\nerror[" + code + "]: " + sentence + "\n  = help: " + help + "\n");
  }
}
