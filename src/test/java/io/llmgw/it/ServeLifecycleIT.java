package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway ends, starts again, and takes up changes while it works. */
@DisabledOnOs(OS.WINDOWS)
class ServeLifecycleIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM = "{\"model\":\"fast\",\"prompt\":\"Hello\",\"stream\":true}";
  private static final String KEY = "sk-gateway-0123456789";

  @TempDir Path folder;
  ScriptedUpstream upstream;
  Launch launch;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    launch = new Launch(folder).secret(KEY);
    configure("fast", KEY);
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private void configure(String model, String masterKey) {
    launch.write(
        "llmgw.yaml",
        """
        model_list:
          - model_name: %s
            litellm_params: {model: openai/gpt-4o-mini, api_base: %s/v1, api_key: sk-provider}
        general_settings:
          master_key: %s
          drain_time: 20s
        """
            .formatted(model, upstream.url(), masterKey));
  }

  /** A stream that waits in its middle. */
  private void scriptLongStream() {
    upstream.then(
        Reply.sse(ChatAnswers.piece("Hel"))
            .pause(Duration.ofSeconds(2))
            .send(ChatAnswers.piece("lo") + ChatAnswers.end()));
  }

  @Nested
  class OnSigterm {
    @Test
    void letsStreamsFinishAndTakesNothingNew() {
      scriptLongStream();
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), KEY);
          Client.Stream answer = client.stream(CHAT, STREAM)) {
        gateway.signal("TERM");

        Awaitility.await()
            .untilAsserted(
                () -> assertThat(client.get("/health/readiness").status()).isEqualTo(503));
        assertThat(client.get("/health/liveliness").status()).isEqualTo(200);
        assertThat(client.post(CHAT, STREAM).status()).isEqualTo(503);
        assertThat(upstream.request().running()).isTrue();
        assertThat(answer.content()).isEqualTo("Hello");
        assertThat(gateway.exit()).isEqualTo(143);
        assertThat(gateway.err()).doesNotContain("WARN", "ERROR");
      }
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
      Files.writeString(
          launch.file("llmgw.yaml"),
          Files.readString(launch.file("llmgw.yaml"))
              .replace("drain_time: 20s", "drain_time: 500ms"));
      upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), KEY);
          Client.Stream answer = client.stream(CHAT, STREAM)) {
        gateway.signal("TERM");

        assertThat(gateway.exit()).isEqualTo(143);
        assertThat(gateway.err()).contains("1 requests were cut off");
        assertThatThrownBy(answer::content).isInstanceOf(UncheckedIOException.class);
      }
      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void endsAtOnceWhenNothingRuns() {
      try (LlmgwProcess gateway = launch.serve()) {
        gateway.url();
        long start = System.nanoTime();
        gateway.signal("TERM");

        assertThat(gateway.exit()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(gateway.err()).isEmpty();
      }
    }
  }

  @Test
  void startsAgainOnTheSamePortAfterItWasKilled() {
    scriptLongStream();
    String port;
    try (LlmgwProcess gateway = launch.serve();
        Client client = new Client(gateway.url(), KEY);
        Client.Stream answer = client.stream(CHAT, STREAM)) {
      assertThat(answer.status()).isEqualTo(200);
      port = Integer.toString(URI.create(gateway.url()).getPort());
      gateway.signal("KILL");
      assertThat(gateway.exit()).isEqualTo(137);
    }
    assertThat(upstream.request().cancelled()).isTrue();
    try (LlmgwProcess again = launch.run("serve", "--port", port);
        Client client = new Client(again.url(), KEY)) {
      assertThat(client.get("/v1/models").status()).isEqualTo(200);
    }
  }

  @Nested
  class Reloading {
    @Test
    void followsAChangedFile() {
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), KEY)) {
        configure("other", KEY);

        awaitModel(client, "other");
        gateway.awaitErr("configuration reloaded");
      }
    }

    @Test
    void followsSighup() {
      try (LlmgwProcess gateway = launch.serve()) {
        gateway.url();
        gateway.signal("HUP");

        gateway.awaitErr("configuration reloaded: 1 model");
      }
    }

    @Test
    void followsARequestOfTheMasterKeysOwner() {
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), KEY);
          Client stranger = new Client(gateway.url(), null)) {
        assertThat(stranger.post("/config/reload", "").status()).isEqualTo(401);
        assertThat(client.post("/config/reload", "").json().path("status").asString())
            .isEqualTo("reloaded");
      }
    }

    @Test
    void keepsTheOldOneWhenTheNewOneIsBroken() {
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), KEY)) {
        launch.write("llmgw.yaml", "model_list:\n  - model_name: [\n");

        gateway.awaitErr("the old one stays in force");
        gateway.awaitErr("llmgw.yaml:");
        awaitModel(client, "fast");
      }
    }

    @Test
    void changesTheMasterKeyWithoutDroppingAStream() {
      String newKey = "sk-gateway-9876543210";
      launch.secret(newKey);
      scriptLongStream();
      try (LlmgwProcess gateway = launch.serve();
          Client before = new Client(gateway.url(), KEY);
          Client after = new Client(gateway.url(), newKey);
          Client.Stream answer = before.stream(CHAT, STREAM)) {
        configure("fast", newKey);

        awaitModel(after, "fast");
        assertThat(before.get("/v1/models").status()).isEqualTo(401);
        assertThat(answer.content()).isEqualTo("Hello");
      }
    }

    private void awaitModel(Client client, String model) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(client.get("/v1/models").json().at("/data/0/id").asString(""))
                  .isEqualTo(model));
    }
  }
}
