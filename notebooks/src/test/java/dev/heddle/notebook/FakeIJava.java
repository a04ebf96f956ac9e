package dev.heddle.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Set;

/** An IJava that evaluates nothing, and counts what it is taught to show. */
public final class FakeIJava extends BaseKernel {

  private int taught;

  FakeIJava() {
    renderer =
        new Renderer() {
          @Override
          public <T> void register(
              Set<MIMEType> supported,
              Set<MIMEType> preferred,
              Set<Class<? extends T>> types,
              RenderFunction<T> function) {
            taught += types.contains(Picture.class) ? 1 : 0;
            super.register(supported, preferred, types, function);
          }
        };
  }

  int taught() {
    return taught;
  }

  @Override
  public DisplayData eval(String expression) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("java").build();
  }
}
