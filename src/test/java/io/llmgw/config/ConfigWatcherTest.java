package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  @TempDir Path folder;
  Path file;
  AtomicInteger calls = new AtomicInteger();
  List<ConfigWatcher> started = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("llmgw.yaml");
    Files.writeString(file, "a: 1");
  }

  @AfterEach
  void close() {
    started.forEach(ConfigWatcher::close);
  }

  private ConfigWatcher watch(Path... files) {
    ConfigWatcher watcher = ConfigWatcher.start(List.of(files), INTERVAL, calls::incrementAndGet);
    started.add(watcher);
    return watcher;
  }

  private void expect(int number) {
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() == number);
  }

  private void expectNoMore(int number) throws InterruptedException {
    Thread.sleep(INTERVAL.multipliedBy(20));
    assertThat(calls).hasValue(number);
  }

  @Test
  void callsForEachChange() throws IOException {
    watch(file);

    Files.writeString(file, "a: 2");
    expect(1);
    Files.writeString(file, "a: 3");
    expect(2);
  }

  @Test
  void seesAFileRenamedOverTheOldOne() throws IOException {
    watch(file);

    Path other = Files.writeString(folder.resolve("other"), "a: 2");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

    expect(1);
  }

  @Test
  void seesTheSwapOfALinkAsKubernetesDoesIt() throws IOException {
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    Files.writeString(first.resolve("config.yaml"), "a: 1");
    Files.writeString(second.resolve("config.yaml"), "a: 2");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Path config =
        Files.createSymbolicLink(folder.resolve("config.yaml"), Path.of("..data", "config.yaml"));
    watch(config);

    Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
    Files.move(swap, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

    expect(1);
  }

  @Test
  void seesAFileAppearAndGo() throws IOException {
    Path dotEnv = folder.resolve(".env");
    watch(file, dotEnv);

    Files.writeString(dotEnv, "A=1");
    expect(1);
    Files.delete(dotEnv);
    expect(2);
  }

  @Test
  void aChangeOfTheTimeAloneIsNone() throws Exception {
    watch(file);

    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    Files.writeString(file, "a: 1");

    expectNoMore(0);
  }

  @Test
  void aChangeThatKeepsSizeAndTimeIsSeen() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    watch(file);

    Files.writeString(file, "a: 9");
    Files.setLastModifiedTime(file, time);

    expect(1);
  }

  @Test
  void filesMayChange() throws Exception {
    Path included = Files.writeString(folder.resolve("more.yaml"), "b: 1");
    ConfigWatcher watcher = watch(file);

    watcher.watch(List.of(file, included));
    expectNoMore(0);
    Files.writeString(included, "b: 2");

    expect(1);
  }

  @Test
  void theLastOfManyChangesIsSeen() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    Runnable look =
        () -> {
          try {
            seen.set(Files.readString(file));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    started.add(ConfigWatcher.start(List.of(file), INTERVAL, look));

    for (int i = 0; i <= 20; i++) {
      Files.writeString(file, "a: " + i);
      Thread.sleep(5);
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> seen.get().equals("a: 20"));
  }

  @Test
  void callsNoMoreWhenClosed() throws Exception {
    watch(file).close();

    Files.writeString(file, "a: 2");

    expectNoMore(0);
  }
}
