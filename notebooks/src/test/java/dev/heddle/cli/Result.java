package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command answers: its exit status, and what it printed. */
record Result(int status, String out, String err) {

  /** Runs a command in this process. */
  static Result call(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine(arguments);
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = commandLine.execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }

  /** Asserts that a line is refused: status 2, nothing on stdout, and an error that begins so. */
  static void assertRefused(String line, String error) {
    Result result = call(line.split(" ", -1));
    assertEquals(2, result.status(), result.out());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith(error), result.err());
  }

  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
