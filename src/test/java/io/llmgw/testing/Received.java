package io.llmgw.testing;

import io.llmgw.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * A request as a {@link ScriptedUpstream} got it, and what became of it. Thread-safe.
 *
 * <p>{@code target} is the path with its query; {@code headers} have names in lower case, in the
 * order they came; {@code connection} counts the upstream's connections from 0, so that two
 * requests with the same number shared a socket.
 */
public final class Received {
  private final String method;
  private final String target;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;
  private final int connection;
  // System.nanoTime() when the client left; null when the reply was sent to its end
  private final CompletableFuture<Optional<Long>> fate = new CompletableFuture<>();

  Received(
      String method,
      String target,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      int connection) {
    this.method = method;
    this.target = target;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.connection = connection;
  }

  public String method() {
    return method;
  }

  public String target() {
    return target;
  }

  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /** The value of the first header of that name. */
  public Optional<String> header(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return headers.stream()
        .filter(header -> header.getKey().equals(wanted))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Json.MAPPER.readTree(body);
  }

  public int connection() {
    return connection;
  }

  void ended(Optional<Long> cancelledAt) {
    fate.complete(cancelledAt);
  }

  /**
   * Waits until it is known whether the client left before the end of the reply.
   *
   * @return {@link System#nanoTime} of that moment; empty when the reply was sent to its end
   * @throws AssertionError when the client still listens after ten seconds
   */
  public Optional<Long> cancelledAt() {
    try {
      return fate.get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the client neither left nor got the whole reply", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether the client left before the end of the reply; waits like {@link #cancelledAt}. */
  public boolean cancelled() {
    return cancelledAt().isPresent();
  }

  /** Whether it is not known yet what becomes of the request. */
  public boolean running() {
    return !fate.isDone();
  }

  @Override
  public String toString() {
    return method + " " + target + " " + text();
  }
}
