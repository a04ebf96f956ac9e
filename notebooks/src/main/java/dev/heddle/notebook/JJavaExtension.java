package dev.heddle.notebook;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;

/**
 * Shows patterns in the kernel JJava, and teaches it the magics {@code %%pattern} and {@code
 * %pattern}. The kernel finds this class by itself.
 */
public final class JJavaExtension implements Extension {

  @Override
  public void install(BaseKernel kernel) {
    if (Shown.isNew(kernel)) {
      register(kernel.getRenderer());
      PatternMagic.register(kernel.getMagicsRegistry());
    }
  }

  /** For a kernel that was told not to look for extensions. */
  static void installInNotebook() {
    BaseKernel kernel;
    try {
      kernel = BaseKernel.notebookKernel();
    } catch (RuntimeException none) {
      // The classes of the kernel are here, but it isn't running.
      return;
    }
    new JJavaExtension().install(kernel);
  }

  /** An output of the cell that runs, or null. */
  static @Nullable CellOutput output() {
    try {
      return output(BaseKernel.notebookKernel());
    } catch (RuntimeException none) {
      return null;
    }
  }

  private static CellOutput output(BaseKernel kernel) {
    String id = UUID.randomUUID().toString();
    AtomicBoolean isShown = new AtomicBoolean();
    return (text, html) -> {
      DisplayData data = new DisplayData(text);
      if (html != null) {
        data.putHTML(html);
      }
      // Not by its setter, whose type differs from one release of the kernel to the next.
      data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
      if (isShown.getAndSet(true)) {
        kernel.getIO().display.updateDisplay(data);
      } else {
        kernel.getIO().display.display(data);
      }
    };
  }

  static void register(Renderer renderer) {
    Shown.ALL.forEach(shown -> register(renderer, shown));
  }

  private static <T> void register(Renderer renderer, Shown<T> shown) {
    renderer
        .createRegistration(shown.type())
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.TEXT_PLAIN, MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG)
        .register(
            (value, context) -> {
              Picture picture = shown.of(value);
              context.renderIfRequested(MIMEType.TEXT_HTML, () -> picture.html());
              context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> picture.text());
              context.renderIfRequested(MIMEType.IMAGE_SVG, () -> picture.svg());
              context.renderIfRequested(
                  MIMEType.IMAGE_PNG,
                  (type, data) -> {
                    String image = Shown.base64(picture);
                    if (image != null) {
                      data.putData(type, image);
                    }
                  });
            });
  }
}
