package io.llmgw.it;

import io.llmgw.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a running gateway, as curl would. */
final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final @Nullable String key;

  /** One that sends the key, if there is one, with each request. */
  Client(String url, @Nullable String key) {
    this.url = url;
    this.key = key;
  }

  /** An answer that is read to its end. */
  record Answer(int status, String text) {
    JsonNode json() {
      return Json.MAPPER.readTree(text);
    }

    /** What the only choice of a chat completion says. */
    String content() {
      return json().at("/choices/0/message/content").asString();
    }
  }

  Answer get(String path) {
    return whole(request(path).GET());
  }

  Answer post(String path, String body) {
    return whole(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** An answer whose head is here and whose lines come as they are sent. */
  record Stream(int status, String type, BufferedReader lines) implements AutoCloseable {

    /** Reads to the end; the pieces of text that the events say, together. */
    String content() {
      StringBuilder text = new StringBuilder();
      lines
          .lines()
          .filter(line -> line.startsWith("data: {"))
          .map(line -> Json.MAPPER.readTree(line.substring(6)))
          .forEach(event -> text.append(event.at("/choices/0/delta/content").asString("")));
      return text.toString();
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Stream stream(String path, String body) {
    HttpResponse<InputStream> response =
        send(
            request(path).POST(HttpRequest.BodyPublishers.ofString(body)),
            BodyHandlers.ofInputStream());
    return new Stream(
        response.statusCode(),
        response.headers().firstValue("content-type").orElse(""),
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  private Answer whole(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
