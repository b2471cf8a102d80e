package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The built program as a running process, with all it has said so far. Closing it kills it if it
 * still runs, and fails when it has told a secret.
 */
final class LlmgwProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

  private final Process process;
  private final Collection<String> secrets;
  // written to by a thread each, and synchronized in themselves
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Thread> readers;

  private LlmgwProcess(Process process, Collection<String> secrets) {
    this.process = process;
    this.secrets = List.copyOf(secrets);
    this.readers =
        List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
  }

  static LlmgwProcess start(ProcessBuilder builder, Collection<String> secrets) {
    try {
      return new LlmgwProcess(builder.start(), secrets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread reader(InputStream from, OutputStream to) {
    // a virtual thread would hold its carrier while the process says nothing
    return Thread.ofPlatform().daemon().start(() -> copy(from, to));
  }

  private static void copy(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the process wrote to its standard output so far. */
  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What the process wrote to its standard error so far. */
  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until the gateway says where it listens; that address, without a slash at the end. */
  String url() {
    Awaitility.await("the gateway to listen")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> ADDRESS.matcher(out()).find() || !process.isAlive());
    Matcher address = ADDRESS.matcher(out());
    assertThat(address.find()).as("listens; it said: %s%s", out(), err()).isTrue();
    return address.group(1);
  }

  /** Waits until the standard output holds the text. */
  void awaitOut(String text) {
    await(out, text);
  }

  /** Waits until the standard error holds the text. */
  void awaitErr(String text) {
    await(err, text);
  }

  private void await(ByteArrayOutputStream where, String text) {
    Awaitility.await("the words: " + text)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> where.toString(StandardCharsets.UTF_8).contains(text) || !process.isAlive());
    assertThat(where.toString(StandardCharsets.UTF_8)).contains(text);
  }

  /** Sends a signal, such as {@code TERM}. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits for the end; the exit code, as a shell would show it. */
  int exit() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ends; it said: %s%s", out(), err())
          .isTrue();
      for (Thread reader : readers) {
        reader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exit();
    assertThat(List.of(out(), err()))
        .allSatisfy(said -> secrets.forEach(secret -> assertThat(said).doesNotContain(secret)));
  }
}
