package dev.heddle.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Shows patterns in the kernel IJava, which has to be asked to. */
final class IJavaAdapter {

  private IJavaAdapter() {}

  static void install(@Nullable Object running) {
    if (running instanceof BaseKernel kernel && Shown.isNew(kernel)) {
      register(kernel.getRenderer());
    }
  }

  /** An output of the cell that runs, or null. */
  static @Nullable CellOutput output(@Nullable Object running) {
    if (!(running instanceof BaseKernel kernel)) {
      return null;
    }
    String id = UUID.randomUUID().toString();
    AtomicBoolean isShown = new AtomicBoolean();
    return (text, html) -> {
      DisplayData data = new DisplayData(text);
      if (html != null) {
        data.putHTML(html);
      }
      data.setDisplayId(id);
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
