package dev.heddle.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/** A JJava that keeps what it is told to evaluate, and counts what it is taught to show. */
final class FakeJJava extends BaseKernel implements AutoCloseable {

  private final AtomicInteger taught;
  private final List<String> evaluated = new ArrayList<>();

  FakeJJava() {
    this(new AtomicInteger());
  }

  private FakeJJava(AtomicInteger taught) {
    super(
        "fake",
        "0",
        new LanguageInfo.Builder("java").build(),
        List.of(),
        null,
        new JupyterIO(UTF_8),
        new CommManager(),
        new Renderer() {
          @Override
          public <T> void register(
              java.util.Set<MIMEType> supported,
              java.util.Set<MIMEType> preferred,
              java.util.Set<Class<? extends T>> types,
              RenderFunction<T> function) {
            if (types.contains(Picture.class)) {
              taught.incrementAndGet();
            }
            super.register(supported, preferred, types, function);
          }
        },
        null,
        new MagicsRegistry(),
        false,
        new StringStyler.Builder().build());
    this.taught = taught;
  }

  int taught() {
    return taught.get();
  }

  /** The pieces of Java that it was to evaluate, in order. */
  List<String> evaluated() {
    return evaluated;
  }

  /** From now on this is the kernel of the notebook. */
  void start() {
    installNotebookKernel();
  }

  @Override
  public void close() {
    uninstallNotebookKernel();
  }

  @Override
  public @Nullable Object evalRaw(String expression) {
    evaluated.add(expression);
    return null;
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String isComplete(String code) {
    return IS_COMPLETE_YES;
  }
}
