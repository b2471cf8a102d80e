package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code llmgw chat} as a part of scripts and pipelines. */
@DisabledOnOs(OS.WINDOWS)
class ChatIT {
  private static final String KEY = "sk-provider-0123456789";

  @TempDir Path folder;
  ScriptedUpstream upstream;
  Launch launch;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    launch =
        new Launch(folder)
            .secret(KEY)
            .write(
                "llmgw.yaml",
                """
                model_list:
                  - model_name: fast
                    litellm_params: {model: openai/gpt-4o-mini, api_base: %s/v1, api_key: %s}
                  - model_name: demo
                    litellm_params: {model: demo/demo}
                router_settings: {num_retries: 0}
                """
                    .formatted(upstream.url(), KEY));
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void printsTheAnswerAsItComes() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());
    try (LlmgwProcess chat = launch.run("chat", "Hello")) {
      chat.awaitOut("Hel");
      assertThat(upstream.request().json().at("/messages/0/content").asString()).isEqualTo("Hello");
      assertThat(upstream.request().running()).isTrue();
    }
  }

  @Test
  void succeedsWithTheAnswerAlone() {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello, ", "you.")));
    try (LlmgwProcess chat = launch.run("chat", "Hello")) {
      assertThat(chat.exit()).isZero();
      assertThat(chat.out()).isEqualTo("Hello, you.\n");
      assertThat(chat.err()).isEmpty();
    }
  }

  @Test
  void asksTheDemoWhereThereIsNothingElse() {
    try (LlmgwProcess chat =
        new Launch(folder.resolve("other")).run("chat", "-m", "demo", "echo one two")) {
      assertThat(chat.exit()).isZero();
      assertThat(chat.out()).isEqualTo("one two\n");
    }
  }

  @Test
  void keepsChatsInTheHomeTheShellNames() throws Exception {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello.")));
    try (LlmgwProcess chat = launch.run("chat", "Hello")) {
      assertThat(chat.exit()).isZero();
    }
    assertThat(launch.file("../.local/share/llmgw/chat.db")).exists();
  }

  @Test
  void writesJsonForPrograms() {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello.")));
    try (LlmgwProcess chat = launch.run("chat", "--json", "Hello")) {
      assertThat(chat.exit()).isZero();
      assertThat(Json.MAPPER.readTree(chat.out()).path("content").asString()).isEqualTo("Hello.");
      assertThat(Json.MAPPER.readTree(chat.out()).at("/usage/output").asInt()).isEqualTo(7);
    }
  }

  @Test
  void endsWithFourWhenTheKeyIsRefused() {
    // which quotes the key, as some providers do
    upstream.then(
        Reply.json(401, ChatAnswers.error("Incorrect API key: " + KEY, "auth", "invalid_api_key")));

    assertThat(failure(4)).contains("refused the gateway's key");
  }

  @Test
  void endsWithFiveWhenTheModelIsUnknown() {
    assertThat(failure(5, "-m", "fats")).contains("fats", "fast");
  }

  @Test
  void endsWithSixWhenTheProviderFails() {
    upstream.then(Reply.json(500, ChatAnswers.error("It broke.", "server_error", null)));

    assertThat(failure(6)).contains("It broke.");
  }

  @Test
  void endsWithSevenWhenTheProviderWantsPatience() {
    upstream.then(
        Reply.json(429, ChatAnswers.error("Slow down.", "rate_limit", null))
            .header("Retry-After", "7"));

    assertThat(failure(7)).contains("Slow down.", "7 s");
  }

  @Test
  void endsWithEightWhenNobodyListens() {
    upstream.close();

    assertThat(failure(8)).contains("127.0.0.1:" + upstream.port());
  }

  @Test
  void endsWithEightWhenTheTimeIsUp() {
    upstream.then(Reply.silence());

    assertThat(failure(8, "--timeout", "500ms")).contains("0.5 s");
    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void endsWithNineWhenTheFilterRefuses() {
    upstream.then(Reply.json(400, ChatAnswers.error("Refused.", "x", "content_filter")));

    assertThat(failure(9)).contains("Refused.");
  }

  @Test
  void endsQuietlyAndCancelsWhenTheReaderHasSeenEnough() {
    upstream.then(
        Reply.sse(ChatAnswers.piece("one\n"))
            .pause(Duration.ofMillis(700))
            .send(ChatAnswers.piece("two\n"))
            .pause(Duration.ofMillis(200))
            .send(ChatAnswers.piece("three\n"))
            .stall());
    try (LlmgwProcess pipe = launch.shell("{ llmgw chat Hello; echo $? >&2; } | head -n 1")) {
      assertThat(pipe.exit()).isZero();
      assertThat(pipe.out()).isEqualTo("one\n");
      assertThat(pipe.err()).isEqualTo("141\n");
    }
    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void endsAndCancelsOnInterrupt() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());
    try (LlmgwProcess chat = launch.run("chat", "Hello")) {
      chat.awaitOut("Hel");
      chat.signal("INT");

      assertThat(chat.exit()).isEqualTo(130);
      assertThat(chat.err()).startsWith("interrupted fast via openai · ");
    }
    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void endsAndCancelsWhenItIsTerminated() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());
    try (LlmgwProcess chat = launch.run("chat", "Hello")) {
      chat.awaitOut("Hel");
      chat.signal("TERM");

      assertThat(chat.exit()).isEqualTo(143);
    }
    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void keepsWhatHadComeWhenItWasKilled() {
    upstream.then(
        Reply.sse(ChatAnswers.piece("one "))
            .pause(Duration.ofMillis(1_500))
            .send(ChatAnswers.piece("two "))
            .pause(Duration.ofMillis(1_500))
            .send(ChatAnswers.piece("three "))
            .stall());
    try (LlmgwProcess chat = launch.run("chat", "Count", "--title", "Numbers")) {
      chat.awaitOut("three ");
      chat.signal("KILL");
      assertThat(chat.exit()).isEqualTo(137);
    }
    upstream.then(Reply.sse(ChatAnswers.stream("four")));
    try (LlmgwProcess chat = launch.run("chat", "--resume", "Numbers", "Go on")) {
      assertThat(chat.exit()).as(chat.err()).isZero();
    }
    assertThat(upstream.awaitRequest(1).json().at("/messages/0/content").asString())
        .isEqualTo("Count");
    assertThat(upstream.awaitRequest(1).json().at("/messages/1/content").asString())
        .startsWith("one two");
  }

  @Test
  void letsTwoChatsKeepTheirTurnsAtOnce() {
    String lines = "echo a\necho b\necho c\necho d\necho e\necho f\necho g\necho h\n";
    launch.write("s.txt", lines);
    try (LlmgwProcess one =
            launch.run("chat", "-m", "demo", "--script", "s.txt", "--title", "1st");
        LlmgwProcess two =
            launch.run("chat", "-m", "demo", "--script", "s.txt", "--title", "2nd")) {
      assertThat(one.exit()).as(one.err()).isZero();
      assertThat(two.exit()).as(two.err()).isZero();
      assertThat(one.err() + two.err()).isEmpty();
    }
    try (LlmgwProcess list = launch.run("chat", "sessions", "list", "--json")) {
      assertThat(list.exit()).isZero();
      assertThat(Json.MAPPER.readTree(list.out()))
          .extracting(chat -> chat.path("messages").asInt())
          .containsExactly(16, 16);
    }
  }

  /** What is told of a failure that ends the program with this code. */
  private String failure(int exit, String... args) {
    try (LlmgwProcess chat =
        launch.run(
            Stream.concat(Stream.of("chat", "Hello"), Arrays.stream(args))
                .toArray(String[]::new))) {
      assertThat(chat.exit()).as(chat.err()).isEqualTo(exit);
      assertThat(chat.out()).isEmpty();
      assertThat(chat.err()).startsWith("error: ").doesNotContain("Exception", "\tat ");
      return chat.err();
    }
  }
}
