package dev.heddle.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.repository.RemoteRepository;
import ai.djl.repository.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL's own loaders, from a repository in a folder that is laid out as DJL's is. */
class DjlDataTest {

  @TempDir private Path folder;

  /** What DJL does with a server, with its files and its cache in a folder. */
  private Repository repository() {
    return new RemoteRepository("folder", folder.resolve("server").toUri()) {
      @Override
      public Path getCacheDirectory() throws IOException {
        return Files.createDirectories(folder.resolve("cache"));
      }
    };
  }

  private Path served(String artifact, String files) throws IOException {
    Path own = folder.resolve("server/dataset/nlp/ai/djl/basicdataset/" + artifact);
    Files.createDirectories(own.resolve("1.0"));
    Files.writeString(
        own.resolve("metadata.json"),
        """
        {"metadataVersion": "0.2", "resourceType": "dataset", "application": "nlp",
         "groupId": "ai.djl.basicdataset", "artifactId": "%s", "name": "%s",
         "artifacts": [{"version": "1.0", "snapshot": false, "files": {%s}}]}
        """
            .formatted(artifact, artifact, files));
    return own.resolve("1.0");
  }

  @Test
  void wikiTextComesInItsOwnParts() throws IOException {
    String uri = "1.0/wikitext-2-v1.zip";
    Path at = served("wikitext-2", "\"wikitext-2\": {\"uri\": \"" + uri + "\", \"name\": \"\"}");
    try (OutputStream out = Files.newOutputStream(at.resolve("wikitext-2-v1.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String part : new String[] {"test", "train", "valid"}) {
        zip.putNextEntry(new ZipEntry("wikitext-2/wiki." + part + ".tokens"));
        zip.write((" = The " + part + " = \n").repeat(part.length()).getBytes(UTF_8));
      }
    }
    TextCorpus text = TextCorpus.read(DjlData.wikiText(repository()), "", 1L << 20);
    for (TextCorpus.Part part : TextCorpus.Part.values()) {
      String own = new String(text.bytes(part), UTF_8);
      assertEquals((" = The " + part.word() + " = \n").repeat(part.word().length()), own);
    }
  }

  @Test
  void tatoebaIsPairs() throws IOException {
    Path at =
        served(
            "tatoeba-en-fr",
            "\"train\": {\"uri\": \"1.0/fra-eng-train.txt.gz\"},"
                + "\"test\": {\"uri\": \"1.0/fra-eng-test.txt.gz\"}");
    zipped(at.resolve("fra-eng-train.txt.gz"), "Go.\tVa !\nHi.\tSalut !\n");
    zipped(at.resolve("fra-eng-test.txt.gz"), "Go.\tMarche.\nRun!\tCours !\nYes.\tOui.\n");
    TranslationTask task = TranslationTask.of(DjlData.tatoeba(repository()), 16, 100);
    assertEquals(2, task.training().size());
    assertEquals(new TranslationTask.Pair("Go.", "Va !"), task.training().getFirst());
    // `Go.` is known.
    assertEquals(
        java.util.List.of(
            new TranslationTask.Pair("Run!", "Cours !"), new TranslationTask.Pair("Yes.", "Oui.")),
        task.testing());
  }

  private static void zipped(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
  }

  @Test
  void withoutANetworkTheFolderIsNamed() {
    DataException text = assertThrows(DataException.class, () -> DjlData.wikiText(repository()));
    assertTrue(String.valueOf(text.getMessage()).contains("--data DIR"), text.getMessage());
    assertTrue(String.valueOf(text.getMessage()).contains("wiki.train.tokens"), text.getMessage());
    DataException pairs = assertThrows(DataException.class, () -> DjlData.tatoeba(repository()));
    assertTrue(String.valueOf(pairs.getMessage()).contains("--data FILE"), pairs.getMessage());
  }
}
