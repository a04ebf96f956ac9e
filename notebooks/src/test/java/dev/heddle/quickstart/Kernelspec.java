package dev.heddle.quickstart;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Variants of the installed kernel, each in a folder of its own. */
final class Kernelspec {

  private final Path venv = Checkout.root().resolve(".heddle/venv");
  private final JsonObject spec;

  Kernelspec() throws IOException {
    Path installed = venv.resolve("share/jupyter/kernels/heddle/kernel.json");
    this.spec = JsonParser.parseString(Files.readString(installed)).getAsJsonObject();
  }

  JsonObject json() {
    return spec;
  }

  JsonObject env() {
    return spec.getAsJsonObject("env");
  }

  /** Executes a notebook through this variant; its copy comes to lie in the folder. */
  Checkout.Result run(Path notebook, Path folder) throws IOException, InterruptedException {
    Path kernel = Files.createDirectories(folder.resolve("kernels/variant"));
    Files.writeString(kernel.resolve("kernel.json"), new Gson().toJson(spec));
    return Checkout.call(
        Map.of("JUPYTER_PATH", folder.toString()),
        List.of(
            venv.resolve("bin/python").toString(),
            Checkout.root().resolve("notebooks/setup/run_notebooks.py").toString(),
            "--kernel",
            "variant",
            "-o",
            folder.toString(),
            notebook.toString()));
  }
}
