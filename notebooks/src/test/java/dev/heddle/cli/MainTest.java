package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.diagnostic.HeddleException;
import dev.heddle.diagnostic.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  private record Result(int status, String out, String err) {}

  private static Result call(String... arguments) {
    return call(Main.commandLine(), arguments);
  }

  private static Result call(CommandLine commandLine, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = commandLine.execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }

  @Test
  void anUnknownCommandIsWrongInput() {
    Result result = call("docter");
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertEquals(
        """
        error[unknown-command]: there is no command `docter`
          = help: did you mean `doctor`?
        """,
        result.err());
    assertTrue(call("qqq√").err().startsWith("error[unknown-command]: there is no command `qqq√`"));
  }

  @Test
  void anUnknownOptionIsWrongInput() {
    Result result = call("doctor", "--frobnicate");
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith("error[usage]: "), result.err());
    assertTrue(result.err().contains("--frobnicate"), result.err());
    assertTrue(result.err().contains("= help: `heddle doctor --help`"), result.err());
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    for (Result result : List.of(call(), call("--help"))) {
      assertEquals(0, result.status());
      for (String command :
          List.of("quickstart", "lab", "run", "shell", "test", "doctor", "check", "zoo")) {
        assertTrue(result.out().contains("\n  " + command), result.out());
      }
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertTrue(call("--version").out().matches("heddle \\d+\\.\\d+.*\\R"), call("--version").out());
  }

  @Command(name = "wrong")
  private record Failing(RuntimeException failure) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw failure;
    }
  }

  private static Result failing(RuntimeException failure) {
    return call(Main.commandLine().addSubcommand(new Failing(failure)), "wrong");
  }

  @Test
  void aFaultOfTheUserIsShownAsItIs() {
    Result result = failing(HeddleException.of(new Problem.BadLength(0), null));
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith("error[bad-length]: there is no length 0\n"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void whoIsInterruptedIsNoFaultOfOurs() {
    Result result = failing(new CancellationException("the study was interrupted"));
    assertEquals(130, result.status());
    assertEquals("error[interrupted]: the study was interrupted\n", result.err());
  }

  @Test
  void aFaultOfOursAsksForAReport() {
    Result result = failing(new IllegalStateException("broken inside"));
    assertEquals(70, result.status());
    assertTrue(result.err().startsWith("error[internal]: a fault of ours: "), result.err());
    assertTrue(result.err().contains("please report it"), result.err());
    assertTrue(result.err().contains("broken inside"), result.err());
  }

  @Command(name = "wrong")
  private record Overflowing(Error failure) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw failure;
    }
  }

  @Test
  void anErrorOfTheMachineIsAFaultOfOurs() {
    for (Error failure : List.of(new OutOfMemoryError("full"), new StackOverflowError("deep"))) {
      Result result = call(Main.commandLine().addSubcommand(new Overflowing(failure)), "wrong");
      assertEquals(70, result.status());
      assertTrue(result.err().contains(String.valueOf(failure.getMessage())), result.err());
      assertTrue(result.err().contains("please report it"), result.err());
    }
  }

  @Test
  void aFullOutputIsNoSuccess() {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    commandLine.setOut(new PrintWriter(full)).setErr(new PrintWriter(err));
    assertEquals(2, commandLine.execute("compile", "self", "--n", "4", "--json"));
    assertTrue(err.toString().startsWith("error[cannot-write]: stdout"), err.toString());
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        List.of("compile", "draw", "why", "check", "explain", "attend", "fmt", "zoo", "doctor")) {
      Result result = call(command, "--help");
      assertEquals(0, result.status(), command);
      assertTrue(result.out().startsWith("Usage: heddle " + command), result.out());
      assertTrue(result.out().contains("--json"), result.out());
    }
  }

  // ---- doctor

  @Test
  void theDoctorTriesWhatHeddleStandsOn() {
    List<Check> checks = new Doctor(Map.of("HEDDLE_PYTHON", "/somewhere/python3")).examine();
    assertEquals(
        List.of(
            "heddle",
            "java",
            "text",
            "language",
            "engine",
            "devices",
            "attention",
            "python",
            "jupyter"),
        checks.stream().map(Check::name).toList());
    Check attention = checks.get(6);
    assertEquals(Check.State.WORKS, attention.state(), attention.finding());
    assertEquals("/somewhere/python3", checks.get(7).finding());
    assertEquals(Check.State.ABSENT, checks.get(8).state());
    for (Check check : checks) {
      assertEquals(check.state() == Check.State.WORKS, check.mend().isEmpty(), check.toString());
    }
  }

  @Test
  void theDoctorsReportSaysWhatIsBroken() {
    List<Check> checks =
        List.of(Check.works("java", "25"), Check.broken("engine", "does not load", "make room"));
    assertEquals(
        """
        java       works   25
        engine     broken  does not load
                           = mend: make room
        something is broken
        """,
        DoctorCommand.text(checks, false));
    JsonObject json = JsonParser.parseString(DoctorCommand.json(checks, false)).getAsJsonObject();
    assertFalse(json.get("healthy").getAsBoolean());
    JsonObject engine = json.getAsJsonArray("checks").get(1).getAsJsonObject();
    assertEquals("make room", engine.get("mend").getAsString());
    assertEquals("broken", engine.get("state").getAsString());
  }

  @Test
  void withJsonThereIsOneObjectAndNothingElse() {
    Result result = call("doctor", "--json");
    assertTrue(result.status() <= 1, result.err());
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertEquals(result.status() == 0, json.get("healthy").getAsBoolean());
  }
}
