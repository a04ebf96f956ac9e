package dev.heddle.quickstart;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * {@code ./heddle lab}, as somebody sees it who opens it in a browser. The last sight is kept in
 * target/lab.png.
 */
@DisabledOnOs(OS.WINDOWS)
class LabIT {

  private static final Path ROOT = Checkout.root();
  private static final Path TARGET = ROOT.resolve("notebooks/target");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String TOKEN = "heddle-test";

  @Test
  void theNotebookRunsOnOurKernelAndShowsThePicture() throws Exception {
    Path browser = Path.of(System.getProperty("heddle.chromium", "/usr/bin/chromium"));
    Path driver = Path.of(System.getProperty("heddle.chromedriver", "/usr/bin/chromedriver"));
    boolean there = Files.isExecutable(browser) && Files.isExecutable(driver);
    // Continuous integration has to have a browser; elsewhere the test needs one to say anything.
    assertTrue(there || System.getenv("CI") == null, "there is no Chromium in " + browser);
    assumeTrue(there, "there is no Chromium in " + browser);

    // A copy, since JupyterLab saves what it shows.
    Path copy = Files.createDirectories(TARGET.resolve("lab")).resolve("01-quickstart.ipynb");
    Files.deleteIfExists(copy);
    Files.copy(ROOT.resolve("notebooks/01-quickstart.ipynb"), copy);
    int port = freePort();
    Process lab = lab(copy, port);
    try {
      WebDriver page = chromium(browser, driver);
      try {
        open(page, port);
        runAll(page);
        check(page);
      } finally {
        if (page instanceof ChromeDriver chrome) {
          Files.write(TARGET.resolve("lab.png"), chrome.getScreenshotAs(OutputType.BYTES));
        }
        page.quit();
      }
    } finally {
      lab.descendants().forEach(ProcessHandle::destroy);
      lab.destroy();
    }
  }

  private static Process lab(Path notebook, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ROOT.resolve("heddle").toString(),
            "lab",
            notebook.toString(),
            "--no-browser",
            "--port=" + port,
            "--IdentityProvider.token=" + TOKEN);
    builder.redirectErrorStream(true).redirectOutput(TARGET.resolve("lab.log").toFile());
    return builder.start();
  }

  private static WebDriver chromium(Path browser, Path driver) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1400,1400");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .withEnvironment(Map.of("HOME", System.getProperty("java.io.tmpdir")))
            .build();
    return new ChromeDriver(service, options);
  }

  private static void open(WebDriver page, int port) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(port)) {
      assertTrue(System.nanoTime() < deadline, "JupyterLab does not start");
      Thread.sleep(300);
    }
    page.get(
        "http://localhost:%d/lab/tree/notebooks/target/lab/01-quickstart.ipynb?token=%s"
            .formatted(port, TOKEN));
    first(page, ".jp-Notebook .jp-CodeCell", WebElement::isDisplayed);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void runAll(WebDriver page) {
    // The kernel's name stands in the toolbar once it is connected.
    first(page, ".jp-Toolbar-kernelName", name -> name.getText().contains("Java (Heddle)"));
    // Cells are drawn little by little, and a menu acts on the notebook that has the focus.
    click(page, ".jp-Notebook .jp-CodeCell .cm-content", WebElement::isDisplayed);
    new Actions(page).sendKeys(Keys.ESCAPE).perform();
    click(page, ".lm-MenuBar-itemLabel", entry -> entry.getText().equals("Run"));
    click(page, "[data-command='runmenu:run-all']", WebElement::isDisplayed);
  }

  private static void check(WebDriver page) {
    WebElement picture = first(page, ".jp-OutputArea-output img", WebElement::isDisplayed);
    String shown = String.valueOf(picture.getDomAttribute("alt"));
    assertTrue(shown.contains("748 edges"), shown);
    assertTrue(picture.getSize().getWidth() > 200, "the picture is " + picture.getSize());
    // An image that a browser cannot draw has no width of its own.
    String natural = String.valueOf(picture.getDomProperty("naturalWidth"));
    assertTrue(Integer.parseInt(natural) > 200, "its own width is " + natural);
    new Actions(page).scrollToElement(picture).perform();
  }

  /** The first element of a kind that fits, as soon as there is one. */
  private static WebElement first(WebDriver page, String kind, Predicate<WebElement> fits) {
    return wait(page)
        .until(
            p ->
                p.findElements(By.cssSelector(kind)).stream()
                    .filter(fits)
                    .findFirst()
                    .orElse(null));
  }

  /** Clicks on it, again if the page moved it away or put something over it in the meantime. */
  private static void click(WebDriver page, String kind, Predicate<WebElement> fits) {
    wait(page)
        .ignoring(ElementClickInterceptedException.class)
        .until(
            p -> {
              first(p, kind, fits).click();
              return true;
            });
  }

  private static WebDriverWait wait(WebDriver page) {
    WebDriverWait wait = new WebDriverWait(page, PATIENCE);
    wait.ignoring(StaleElementReferenceException.class);
    return wait;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
