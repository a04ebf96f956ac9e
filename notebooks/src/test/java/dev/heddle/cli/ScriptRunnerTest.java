package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerTest {
  @TempDir Path folder;

  @Test
  void readsScriptsAsJShellDoes() throws IOException {
    Result result =
        run(
            """
            #!/usr/bin/env jshell
            // forward references, no semicolons, several on a line
            int twice(int x) { return helper(x) * 2; }
            int helper(int x) { return x; }
            int a = 1; int b = twice(a)
            /* a comment
            /exit 5
            */
            var text = \"""
            /exit 6
            \""";
            /set feedback silent
            System.out.print("√" + b + text.strip())
            """);
    assertEquals(new Result(0, "√2/exit 6", ""), result);
  }

  @Test
  void readsWhatGoesOnInTheNextLine() throws IOException {
    Result result =
        run(
            """
            var list = Stream.of(1, 2)
                .map(x -> x + 1)
                .toList()
            if (list.size() == 1) {
              System.out.print("one");
            }
            else {
              System.out.print(list);
            }
            """);
    assertEquals(new Result(0, "[2, 3]", ""), result);
  }

  @Test
  void marksWhatDoesNotCompile() throws IOException {
    Result result =
        run(
            """
            int a = 1;
              int b = "√" + missing;
            System.out.print("after");
            """);
    assertEquals(
        new Result(
            1,
            "",
            """
            error[script]: script.jsh:2: cannot find symbol
                symbol:   variable missing
                2 |   int b = "√" + missing;
                  |                 ^^^^^^^
            """),
        result);
  }

  @Test
  void showsWhereAnExceptionCameFrom() throws IOException {
    Result result =
        run(
            """
            void f() {
              throw new IllegalStateException("first\\n  ^", new RuntimeException("inner"));
            }
            System.out.print("before");
            f();
            System.out.print("after");
            """);
    assertEquals(
        new Result(
            1,
            "before",
            """
            error[script]: script.jsh:2: java.lang.IllegalStateException: first
              ^
                2 |   throw new IllegalStateException("first\\n  ^", new RuntimeException("inner"));
              at f (script.jsh:2)
              at (script.jsh:5)
            caused by: java.lang.RuntimeException: inner
              at f (script.jsh:2)
              at (script.jsh:5)
            """),
        result);
  }

  @Test
  void passesTheExitStatusOn() throws IOException {
    assertAll(
        () -> assertEquals(7, run("int n = 3;\n/exit n * 2 + 1\nSystem.out.print(n);").status),
        () -> assertEquals(0, run("/exit").status),
        () -> assertEquals(1, run("/exit missing").status));
  }

  @Test
  void refusesAnUnfinishedOrUnresolvedScript() throws IOException {
    assertAll(
        () -> assertFailure("for (int i = 0; i < 3; i++) {\n", "reached end of file"),
        () -> assertFailure("String s = \"\"\"\n  abc", "unclosed text block"),
        () -> assertFailure("void f() { missing(); }", "never defined: method missing()"),
        () -> assertFailure("void f() { missing(); }\nf();", "not defined: method missing()"),
        () -> assertFailure("/vars", "scripts have no command /vars"));
  }

  @Test
  void opensOtherScripts() throws IOException {
    Files.writeString(folder.resolve("other.jsh"), "int shared = 4;");
    assertEquals(new Result(0, "4", ""), run("/open other.jsh\nSystem.out.print(shared);"));
  }

  @Test
  void saysWhichFileIsMissing() {
    Result result = runFiles(List.of("nowhere.jsh"));
    assertEquals(
        new Result(2, "", "error[no-such-file]: cannot read the script nowhere.jsh\n"), result);
  }

  @Test
  void scriptsShareOneSession() throws IOException {
    Path first = Files.writeString(folder.resolve("first.jsh"), "int x = 2;");
    Path second = Files.writeString(folder.resolve("second.jsh"), "System.out.print(x);");
    assertEquals(new Result(0, "2", ""), runFiles(List.of(first.toString(), second.toString())));
  }

  private void assertFailure(String script, String message) throws IOException {
    Result result = run(script);
    assertEquals(1, result.status);
    assertTrue(result.err.contains(message), result.err);
  }

  private Result run(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("script.jsh"), script);
    Result result = runFiles(List.of(file.toString()));
    return new Result(result.status, result.out, result.err.replace(file.toString(), "script.jsh"));
  }

  private static Result runFiles(List<String> scripts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      int status =
          ScriptRunner.run(List.of(), scripts, System.getProperty("java.class.path", ""), errors);
      return new Result(
          status,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    } finally {
      System.setOut(before);
    }
  }

  private record Result(int status, String out, String err) {}
}
