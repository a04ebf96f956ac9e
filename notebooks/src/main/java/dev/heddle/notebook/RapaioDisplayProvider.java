package dev.heddle.notebook;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import org.rapaio.jupyter.kernel.global.Global;

/** Shows patterns in the kernel of rapaio, which finds this class by itself. */
public final class RapaioDisplayProvider implements DisplayProvider {

  private static final String HTML = "text/html";
  private static final String PLAIN = "text/plain";
  private static final String SVG = "image/svg+xml";
  private static final String PNG = "image/png";

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    return Shown.ALL.stream().<DisplayRenderer>map(Display::new).toList();
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return List.of();
  }

  /** An output of the cell that runs, or null. */
  static @Nullable CellOutput output() {
    // The kernel is there as soon as its classes are; the channels are once it runs.
    Channels channels = MainApp.kernel.channels();
    if (channels == null || !channels.hasMsgId()) {
      return null;
    }
    AtomicReference<@Nullable String> id = new AtomicReference<>();
    return (text, html) -> {
      String type = html == null ? PLAIN : HTML;
      String content = html == null ? text : html;
      String shown = id.get();
      if (shown == null) {
        id.set(Global.display(type, content));
      } else {
        Global.updateDisplay(shown, type, content);
      }
    };
  }

  private record Display<T>(Shown<T> shown) implements DisplayRenderer {

    @Override
    public Class<?> rendererClass() {
      return shown.type();
    }

    @Override
    public boolean canRender(@Nullable String type) {
      return type == null || List.of(HTML, PLAIN, SVG, PNG).contains(type);
    }

    /** What was asked for; without a wish, or with one that cannot be met, HTML. */
    @Override
    public DisplayData render(@Nullable String type, Object value) {
      Picture picture = shown.of(value);
      DisplayData data = DisplayData.fromText(picture.text());
      String image = PNG.equals(type) ? Shown.base64(picture) : null;
      if (image != null) {
        data.putData(PNG, image);
      } else if (SVG.equals(type)) {
        data.putData(SVG, picture.svg());
      } else if (!PLAIN.equals(type)) {
        data.putData(HTML, picture.html());
      }
      return data;
    }
  }
}
