package dev.heddle.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.analysis.HamiltonianPath;
import dev.heddle.analysis.ReceptiveField;
import dev.heddle.cover.Cover;
import dev.heddle.diagnostic.Diagnostic;
import dev.heddle.files.SafeFile;
import dev.heddle.pattern.SparsityPattern;
import dev.heddle.recognise.Converted;
import dev.heddle.recognise.Recognition;
import dev.heddle.recognise.ScheduleRecognition;
import dev.heddle.relation.Relation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook cell shows: a drawing, and the same in characters where no drawing can be shown.
 *
 * <pre>{@code
 * Picture.of(pattern.at(1024)).save(Path.of("pattern.svg"));
 * }</pre>
 *
 * <p>A picture is bounded: whatever the length of a pattern, its picture is a few kilobytes and its
 * text about thirty short lines.
 */
public final class Picture {

  private final Svg drawing;
  private final @Nullable Supplier<byte[]> pixels;
  private final String caption;
  private final String body;
  private final String notes;
  private final String heading;

  /**
   * A picture.
   *
   * @param pixels the drawing as a PNG image, where there is such a form
   * @param caption what is shown, in a line or two
   * @param body the drawing in characters
   * @param notes what stands under the drawing, or empty
   */
  Picture(
      Svg drawing, @Nullable Supplier<byte[]> pixels, String caption, String body, String notes) {
    this(drawing, pixels, caption, body, notes, "");
  }

  private Picture(
      Svg drawing,
      @Nullable Supplier<byte[]> pixels,
      String caption,
      String body,
      String notes,
      String heading) {
    this.drawing = drawing;
    this.pixels = pixels;
    this.caption = caption;
    this.body = body;
    this.notes = notes;
    this.heading = heading;
  }

  /** The same, with a piece of HTML above the drawing where it is shown as HTML. */
  Picture under(String html) {
    return new Picture(drawing, pixels, caption, body, notes, html);
  }

  /** The same drawing with other words, and nothing under it. */
  Picture saying(String otherCaption, String otherBody) {
    return new Picture(drawing, pixels, otherCaption, otherBody, "", heading);
  }

  /** The same with a line above its notes, and other notes. */
  Picture noting(String line, List<Diagnostic> diagnostics) {
    StringBuilder all = new StringBuilder(line);
    diagnostics.forEach(each -> all.append("\n\n").append(each.drawn()));
    return new Picture(drawing, pixels, caption, body, all.toString(), heading);
  }

  /**
   * Which query may attend to which key: queries go down, keys go right.
   *
   * <p>Up to 128 keys every pair is a square. Beyond, a pixel is a block of pairs, and the darker
   * the more of its pairs are allowed.
   */
  public static Picture of(Relation relation) {
    return PatternPicture.of(relation);
  }

  /**
   * A schedule: layers go down, the heads of a layer right, each a small picture of its pattern.
   * All are in one scale of tones.
   *
   * @param name what stands above them, in a line; may be empty
   * @param layers the patterns of each layer's heads, at most 1,024 in all, and of one size
   * @throws IllegalArgumentException if there are none or more, or they are of several sizes
   */
  public static Picture schedule(String name, List<List<Relation>> layers) {
    return schedule(name, layers, 0, 0);
  }

  /**
   * The same of a part of a schedule.
   *
   * @param layer the number of the first layer
   * @param head the number of each layer's first head
   */
  public static Picture schedule(String name, List<List<Relation>> layers, int layer, int head) {
    return SchedulePicture.of(name, layers, List.of(), new SchedulePicture.Corner(layer, head));
  }

  /** A pattern or a schedule at n = 64; if it has no meaning at that length, its error. */
  public static Picture of(SparsityPattern pattern) {
    return PatternPicture.of(pattern);
  }

  /**
   * What a mask was recognised as: the text and its picture at n = 64; where it is only near, the
   * pairs that it lacks beside those that it has too many.
   */
  public static Picture of(Recognition found) {
    return RecognitionPicture.of(found);
  }

  /** The same of the masks of layers and heads; where some are only near, the first of these. */
  public static Picture of(ScheduleRecognition found) {
    return RecognitionPicture.of(found);
  }

  /** What a library's settings became: the text, its picture at n = 64, and what to mind. */
  public static Picture of(Converted converted) {
    return RecognitionPicture.of(converted);
  }

  /** The residue of a text that is near a mask, in characters. */
  public static String residue(Recognition.Near near) {
    return ResidueText.of(near);
  }

  /**
   * The cover by which attention over a relation runs: its tiles, with one colour a family. Dark
   * pairs count; light ones are computed and masked.
   *
   * <p>Up to 128 keys every pair is a square. Beyond, a pixel is a block of pairs, and the darker
   * the more of them count.
   *
   * @throws dev.heddle.diagnostic.HeddleException if there is no cover that fits in memory, or it
   *     computes more than 67,108,864 scores
   */
  public static Picture cover(Relation relation) {
    return CoverPicture.of(relation);
  }

  /**
   * The kinds of tiles that a long sequence gets, drawn at a length that is too short for them: a
   * short one is cheapest under one dense tile.
   *
   * @throws dev.heddle.diagnostic.HeddleException as {@link #cover(Relation)} does
   */
  public static Picture sketch(Relation relation) {
    return CoverPicture.sketch(relation);
  }

  /**
   * A cover, drawn as {@link #cover(Relation)} does.
   *
   * @throws dev.heddle.diagnostic.HeddleException if it computes more than 67,108,864 scores
   */
  public static Picture of(Cover cover) {
    return CoverPicture.of(cover);
  }

  /**
   * What a query hears of, layer by layer: a row for each layer, dark where it is new.
   *
   * @param n the number of positions
   */
  public static Picture of(ReceptiveField field, int n) {
    return FieldPicture.of(field, n);
  }

  /**
   * After how many layers each query first hears of each key, the darker the sooner.
   *
   * @param layers the patterns that the layers cycle through, as {@code pattern.layersAt(64)} has
   *     them, of 128 positions at most
   * @throws IllegalArgumentException if there are more
   */
  public static Picture hops(List<Relation> layers) {
    return FieldPicture.hops(layers);
  }

  /**
   * A Hamiltonian path: the pairs that it uses, from blue to orange, up to 128 positions on the
   * pattern of all layers together, and its order as a line.
   */
  public static Picture path(List<Relation> layers, HamiltonianPath path) {
    return PathPicture.of(layers, path);
  }

  /**
   * A matrix without negative elements, such as weights of attention: rows go down, columns right,
   * and an element is the darker the larger it is, beside the largest of all.
   *
   * @param caption what it is, in a line
   * @throws IllegalArgumentException if it has no element, rows of different lengths, more than 512
   *     rows or columns, or an element that is negative or no number
   */
  public static Picture matrix(String caption, double[][] matrix) {
    return MatrixPicture.of(caption, matrix);
  }

  /** The picture as a piece of HTML that needs no script, no style sheet and no network. */
  public String html() {
    // Notebooks that someone else has run are shown without inline SVG; an image stays.
    String image =
        """
        <img alt="%s" width="%s" height="%s" style="max-width: 100%%; height: auto" src="%s"/>\
        """
            .formatted(
                Svg.escaped(caption),
                drawing.width(),
                drawing.height(),
                dataUri("image/svg+xml", svg().getBytes(UTF_8)));
    return "<div>"
        + heading
        + image
        + (notes.isEmpty() ? "" : "<pre>" + Svg.escaped(notes) + "</pre>")
        + "</div>";
  }

  /** The drawing as an SVG document. */
  public String svg() {
    return drawing.toString();
  }

  /** The bare pattern as a PNG image, without axes and words; null for a plot, which has none. */
  public byte @Nullable [] png() {
    return pixels == null ? null : pixels.get();
  }

  /** The picture in characters, as {@link #text()} has it, without what stands under it. */
  public String characters() {
    return caption + "\n" + body;
  }

  /** What is doubtful about the pattern, as it stands under the picture; or empty. */
  public String notes() {
    return notes;
  }

  /** The picture in characters: at most 64 columns by 32 lines, and a caption. */
  public String text() {
    return caption + "\n" + body + (notes.isEmpty() ? "" : "\n" + notes);
  }

  /**
   * Writes the picture to a file, as SVG or PNG by the ending of its name: all of it or nothing.
   *
   * @throws IllegalArgumentException if the name ends in neither, or this picture has no PNG form
   */
  public void save(Path file) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      SafeFile.write(file, out -> out.write(svg().getBytes(UTF_8)));
    } else if (name.endsWith(".png")) {
      byte[] image = png();
      if (image == null) {
        throw new IllegalArgumentException("a plot is saved as .svg, not as " + file);
      }
      SafeFile.write(file, out -> out.write(image));
    } else {
      throw new IllegalArgumentException("a picture is saved as .svg or .png, not as " + file);
    }
  }

  static String dataUri(String type, byte[] content) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }

  /** The same as {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }
}
