package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.keys.KeyOffice;
import io.llmgw.keys.KeyStore;
import io.llmgw.keys.KeyVault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** A process that makes keys is killed in the middle of it. */
@Timeout(120)
class KilledWriterTest {
  private static final int ENOUGH = 40;

  @TempDir Path folder;

  /** Makes keys until the end, and says so of each once it is made. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      KeyVault.Contents contents = KeyStores.sqlite(Path.of(args[0]), null);
      var office =
          new KeyOffice(contents.store(), contents.secrets(), InstantSource.system(), () -> {});
      for (int i = 0; i < 100_000; i++) {
        var request = JsonNodeFactory.instance.objectNode().put("key_alias", "key-" + i);
        String secret = office.generate(request).path("key").asString();
        System.out.println("key-" + i + " " + secret);
        if (i % 5 == 4) {
          // changes are writes too
          secret = office.regenerate(request.removeAll().put("key", secret)).path("key").asString();
          System.out.println("key-" + i + " " + secret);
        }
      }
    }
  }

  @RepeatedTest(3)
  void losesNoKeyThatWasAcknowledged() throws IOException, InterruptedException {
    Path file = folder.resolve("llmgw.db");
    List<String> acknowledged = killed(file);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
    KeyVault.Contents contents = KeyStores.sqlite(file, null);
    try (KeyStore store = contents.store()) {
      List<String> replaced = new ArrayList<>();
      for (int i = 0; i < acknowledged.size(); i++) {
        String[] line = acknowledged.get(i).split(" ");
        boolean newer =
            i + 1 < acknowledged.size() && acknowledged.get(i + 1).startsWith(line[0] + " ");
        KeyStore.Found found = store.find(contents.secrets().hash(line[1]));
        boolean last = i + 1 == acknowledged.size();
        if (newer || (last && found == null)) {
          // a newer secret took its place, said or not
          replaced.add(line[0]);
          assertThat(store.byAlias(line[0])).isNotNull();
        } else {
          assertThat(found).as(acknowledged.get(i)).isNotNull();
          assertThat(found.key().settings().alias()).isEqualTo(line[0]);
        }
      }
      assertThat(replaced.size()).isLessThan(acknowledged.size() / 2);
      assertThat(store.count(KeyStore.Query.all(1)))
          .isGreaterThanOrEqualTo(acknowledged.size() - replaced.size());
      // and the next one can go on
      new KeyOffice(store, contents.secrets(), InstantSource.system(), () -> {})
          .generate(JsonNodeFactory.instance.objectNode().put("key_alias", "after"));
    }
  }

  /** What a process said until it was killed. */
  private static List<String> killed(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = new ArrayList<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (lines.size() == ENOUGH) {
          // SIGKILL; what is in the pipe by then was said too
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    // the last line may be half of one
    boolean whole = lines.getLast().matches("key-\\d+ sk-[A-Za-z0-9_-]{43}");
    return whole ? lines : lines.subList(0, lines.size() - 1);
  }
}
