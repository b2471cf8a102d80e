package io.llmgw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.routing.Cooldowns;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private final Map<String, FakeProvider> providers = new HashMap<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  private final List<DeploymentConfig> made = new ArrayList<>();

  private Gateway gateway(TestingConfig config) {
    return gateway(config, Duration.ofMillis(1));
  }

  private Gateway gateway(TestingConfig config, Duration backoff) {
    return new Gateway(
        Snapshot.of(config.build(), this::make),
        new Cooldowns(now::get),
        new Backoff(backoff),
        new ReasoningMemory(now::get));
  }

  private FakeProvider make(DeploymentConfig deployment) {
    made.add(deployment);
    return provider(deployment.id());
  }

  private FakeProvider provider(String id) {
    return providers.computeIfAbsent(
        id, _ -> new FakeProvider().always(Scenario.says("I am " + id)));
  }

  private static GatewayRequest request(String model) {
    return request(model, new Cancellation());
  }

  private static GatewayRequest request(String model, Cancellation cancellation) {
    ChatRequest chat = ChatRequest.of(model, List.of(Message.text(Role.USER, "hello")));
    return GatewayRequest.chat("id-1", chat, cancellation);
  }

  private static GatewayRequest limited(String model, Duration limit) {
    GatewayRequest plain = request(model);
    return new GatewayRequest(
        plain.id(),
        plain.model(),
        plain.operation(),
        plain.raw(),
        plain.meaning(),
        plain.cancellation(),
        limit);
  }

  private static String text(Served served) {
    StringBuilder text = new StringBuilder();
    try (Answer answer = served.answer()) {
      var stream = ((Answer.Events) answer).stream();
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        text.append(event instanceof StreamEvent.TextDelta delta ? delta.text() : "");
      }
    }
    return text.toString();
  }

  private static GatewayException failure(Gateway gateway, GatewayRequest request) {
    GatewayException failure =
        catchThrowableOfType(GatewayException.class, () -> gateway.send(request));
    assertThat(failure).isNotNull();
    return failure;
  }

  private static Scenario refusing(ErrorKind kind) {
    return Scenario.refusing(new GatewayException(kind, "No: " + kind));
  }

  private static Scenario refusing(ErrorKind kind, Duration retryAfter) {
    return Scenario.refusing(
        new GatewayException(kind, "No: " + kind, ErrorDetail.NONE.withRetryAfter(retryAfter)));
  }

  private static TestingConfig pair() {
    return new TestingConfig()
        .with(
            TestingConfig.entry("a", "group", TestingConfig.order(1)),
            TestingConfig.entry("b", "group", TestingConfig.order(2)));
  }

  private void cancelOnceCalled(Cancellation cancellation) {
    FakeProvider provider = provider("a");
    Thread.ofVirtual()
        .start(() -> {
          Awaitility.await()
              .pollInterval(Duration.ofMillis(2))
              .until(() -> !provider.calls().isEmpty());
          cancellation.cancel();
        });
  }

  private int calls(String id) {
    return provider(id).calls().size();
  }

  @Nested
  class Retries {
    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "RATE_LIMIT", "UPSTREAM", "NETWORK", "UNAVAILABLE"})
    void repeatsWhatMayPass(ErrorKind kind) {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a").then(refusing(kind)).then(refusing(kind));

      Served served = gateway.send(request("a"));

      assertThat(text(served)).isEqualTo("I am a");
      assertThat(served.retries()).isEqualTo(2);
      assertThat(calls("a")).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"TIMEOUT", "RATE_LIMIT", "UPSTREAM", "NETWORK", "UNAVAILABLE"})
    void doesNotRepeatWhatWillNot(ErrorKind kind) {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a").then(refusing(kind));

      assertThat(failure(gateway, request("a")).kind()).isEqualTo(kind);
      assertThat(calls("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void triesAsOftenAsConfigured(int retries) {
      Gateway gateway =
          gateway(new TestingConfig().retries(retries).with(TestingConfig.entry("a")));
      provider("a").always(refusing(ErrorKind.UPSTREAM));

      assertThat(failure(gateway, request("a")).kind()).isEqualTo(ErrorKind.UPSTREAM);
      assertThat(calls("a")).isEqualTo(retries + 1);
    }

    @Test
    void triesAsOftenAsTheDeploymentSays() {
      Limits limits = new Limits(null, null, 1, null, null, null, null, null, List.of());
      Gateway gateway =
          gateway(new TestingConfig().retries(5).with(TestingConfig.entry("a", "a", limits)));
      provider("a").always(refusing(ErrorKind.UPSTREAM));

      failure(gateway, request("a"));

      assertThat(calls("a")).isEqualTo(2);
    }

    @Test
    void repeatsAnAnswerThatFailsBeforeItsFirstEvent() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a")
          .then(Scenario.of().failing(new GatewayException(ErrorKind.UPSTREAM, "Fell over.")))
          .then(new Scenario(List.of()));

      Served served = gateway.send(request("a"));

      assertThat(text(served)).isEqualTo("I am a");
      assertThat(served.retries()).isEqualTo(2);
      assertThat(provider("a").calls().subList(0, 2)).allMatch(FakeProvider.Played::closed);
    }

    @Test
    void doesNotRepeatWhatFailsLater() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a")
          .then(
              Scenario.of(Scenario.text("So far"))
                  .failing(new GatewayException(ErrorKind.UPSTREAM, "Fell over.")));

      Served served = gateway.send(request("a"));

      assertThat(catchThrowableOfType(GatewayException.class, () -> text(served))).isNotNull();
      assertThat(calls("a")).isEqualTo(1);
    }

    @Test
    void doesNotRepeatForAClientThatLeft() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      Cancellation cancellation = new Cancellation();
      provider("a").then(Scenario.silence());
      cancelOnceCalled(cancellation);

      GatewayException failure = failure(gateway, request("a", cancellation));

      assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
      assertThat(calls("a")).isEqualTo(1);
    }

    @Test
    void endsTheWaitBetweenTriesWhenTheClientLeaves() {
      Gateway gateway =
          gateway(new TestingConfig().with(TestingConfig.entry("a")), Duration.ofSeconds(8));
      Cancellation cancellation = new Cancellation();
      provider("a").always(refusing(ErrorKind.UPSTREAM));
      cancelOnceCalled(cancellation);
      long start = System.nanoTime();

      failure(gateway, request("a", cancellation));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(calls("a")).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsTheUpstreamAsks() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a").then(refusing(ErrorKind.RATE_LIMIT, Duration.ofMillis(120)));
      long start = System.nanoTime();

      assertThat(text(gateway.send(request("a")))).isEqualTo("I am a");

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(120), Duration.ofSeconds(4));
    }

    @Test
    void leavesAWaitThatIsTooLongToTheClient() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a").then(refusing(ErrorKind.RATE_LIMIT, Duration.ofSeconds(30)));

      GatewayException failure = failure(gateway, request("a"));

      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
      assertThat(calls("a")).isEqualTo(1);
    }

    @Test
    void asksAnotherDeploymentWithoutWaiting() {
      Gateway gateway = gateway(pair(), Duration.ofSeconds(8));
      provider("a").then(refusing(ErrorKind.RATE_LIMIT, Duration.ofSeconds(30)));
      long start = System.nanoTime();

      Served served = gateway.send(request("group"));

      assertThat(text(served)).isEqualTo("I am b");
      assertThat(served.deployment().id()).isEqualTo("b");
      assertThat(served.retries()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATION", "PERMISSION", "NOT_FOUND", "QUOTA"})
    void asksAnotherDeploymentWhenOnesKeyIsRefused(ErrorKind kind) {
      Gateway gateway = gateway(pair());
      provider("a").always(refusing(kind));
      provider("b").then(refusing(ErrorKind.UPSTREAM));

      assertThat(text(gateway.send(request("group")))).isEqualTo("I am b");
      // the one that was refused is not asked again in the same request
      assertThat(calls("a")).isEqualTo(1);
      assertThat(calls("b")).isEqualTo(2);
    }

    @Test
    void holdsTheClientsOwnLimitOverAllTries() {
      Gateway gateway = gateway(pair().retries(5), Duration.ofMillis(40));
      GatewayException slow = new GatewayException(ErrorKind.UPSTREAM, "Slow.");
      Scenario scenario = new Scenario(List.of()).silent(Duration.ofMillis(250)).failing(slow);
      provider("a").always(scenario);
      provider("b").always(scenario);

      failure(gateway, limited("group", Duration.ofMillis(400)));

      assertThat(calls("a") + calls("b")).isEqualTo(2);
      assertThat(provider("a").calls().getFirst().call().limits().total())
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
      assertThat(provider("b").calls().getFirst().call().limits().total())
          .isLessThan(Duration.ofMillis(151));
    }
  }

  @Nested
  class CoolingDown {
    @Test
    void leavesAFailedDeploymentAlone() {
      Gateway gateway = gateway(pair().cooldown(Duration.ofSeconds(5)));
      provider("a").then(refusing(ErrorKind.UPSTREAM));

      for (int i = 0; i < 3; i++) {
        assertThat(text(gateway.send(request("group")))).isEqualTo("I am b");
      }
      assertThat(calls("a")).isEqualTo(1);

      now.updateAndGet(instant -> instant.plusSeconds(5));
      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }

    @Test
    void leavesItAloneAsLongAsItAsks() {
      Gateway gateway = gateway(pair().cooldown(Duration.ofSeconds(5)));
      provider("a").then(refusing(ErrorKind.RATE_LIMIT, Duration.ofSeconds(60)));
      gateway.send(request("group"));

      now.updateAndGet(instant -> instant.plusSeconds(59));
      assertThat(text(gateway.send(request("group")))).isEqualTo("I am b");
      now.updateAndGet(instant -> instant.plusSeconds(1));
      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }

    @Test
    void survivesAnAbsurdRetryAfter() {
      Gateway gateway = gateway(pair());
      provider("a").then(refusing(ErrorKind.RATE_LIMIT, Duration.ofMillis(Long.MAX_VALUE)));

      assertThat(text(gateway.send(request("group")))).isEqualTo("I am b");

      now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }

    @Test
    void asksThoseThatCoolDownWhenThereIsNoOther() {
      Gateway gateway = gateway(pair().retries(1));
      provider("a").then(refusing(ErrorKind.UPSTREAM));
      provider("b").then(refusing(ErrorKind.UPSTREAM));
      failure(gateway, request("group"));

      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }

    @Test
    void doesNotCoolDownForTheClientsMistake() {
      Gateway gateway = gateway(pair());
      provider("a").then(refusing(ErrorKind.INVALID_REQUEST));
      failure(gateway, request("group"));

      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }

    @Test
    void doesNotCoolDownForTheClientsImpatience() {
      Gateway gateway = gateway(pair());
      provider("a")
          .then(
              new Scenario(List.of())
                  .silent(Duration.ofMillis(20))
                  .failing(new GatewayException(ErrorKind.TIMEOUT, "Too slow.")));
      failure(gateway, limited("group", Duration.ofMillis(10)));

      assertThat(text(gateway.send(request("group")))).isEqualTo("I am a");
    }
  }

  @Nested
  class Names {
    @Test
    void servesAGroupByAnyOfItsNames() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(TestingConfig.entry("id-1", "group", Limits.DEFAULT))
                  .alias("other", "group", false));

      for (String name : List.of("group", "other", "id-1")) {
        Served served = gateway.send(request(name));
        assertThat(text(served)).isEqualTo("I am id-1");
        assertThat(served.group()).isEqualTo(name);
      }
      assertThat(provider("id-1").calls().get(1).request().model()).isEqualTo("other");
    }

    @Test
    void servesADeploymentByItsId() {
      Gateway gateway = gateway(pair());

      assertThat(text(gateway.send(request("b")))).isEqualTo("I am b");
    }

    @Test
    void fillsInWhatTheStarStandsFor() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(
                      wildcard("all", "*", "*"),
                      wildcard("corp", "corp/*", "openai/*"),
                      wildcard("preview", "corp/*-preview", "openai/*-beta"),
                      wildcard("two", "x-*-y-*", "*/*")));

      for (String name : List.of("anything", "corp/gpt-5", "corp/gpt-5-preview", "x-a-y-b/c")) {
        gateway.send(request(name));
      }

      assertThat(made)
          .extracting(DeploymentConfig::id, DeploymentConfig::model)
          .containsExactly(
              tuple("all", "anything"),
              tuple("corp", "openai/gpt-5"),
              tuple("preview", "openai/gpt-5-beta"),
              tuple("two", "a/b/c"));
      assertThat(made).extracting(DeploymentConfig::modelName).contains("corp/gpt-5-preview");
    }

    private static DeploymentConfig wildcard(String id, String name, String model) {
      return TestingConfig.entry(id, name, model, Limits.DEFAULT, ModelInfo.NONE);
    }

    @Test
    void makesAProviderOnceForEachModelOfAWildcard() {
      Gateway gateway = gateway(new TestingConfig().with(wildcard("all", "*", "*")));

      gateway.send(request("m"));
      gateway.send(request("m"));

      assertThat(made).hasSize(1);
    }

    @Test
    void takesAnExactNameForMoreThanAPattern() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(wildcard("all", "corp/*", "*"), TestingConfig.entry("corp/gpt-5")));

      assertThat(text(gateway.send(request("corp/gpt-5")))).isEqualTo("I am corp/gpt-5");
    }

    @Test
    void servesAllEntriesOfAPattern() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(wildcard("key-1", "openai/*", "*"), wildcard("key-2", "openai/*", "*")));
      provider("key-1").always(refusing(ErrorKind.AUTHENTICATION));

      assertThat(text(gateway.send(request("openai/gpt-5")))).isEqualTo("I am key-2");
    }

    @Test
    void doesNotFollowAliasesInCircles() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(TestingConfig.entry("a"))
                  .alias("x", "y", false)
                  .alias("y", "x", false)
                  .alias("self", "self", false));

      for (String name : List.of("x", "y", "self")) {
        assertThat(failure(gateway, request(name)).kind()).isEqualTo(ErrorKind.NOT_FOUND);
      }
    }

    @Test
    void usesTheDefaultModel() {
      Gateway gateway =
          gateway(new TestingConfig().defaultModel("a").with(TestingConfig.entry("a")));

      assertThat(gateway.send(request("")).group()).isEqualTo("a");
    }

    @Test
    void saysWhichModelWasProbablyMeant() {
      Gateway gateway =
          gateway(
              new TestingConfig()
                  .with(TestingConfig.entry("gpt-4o-mini"), TestingConfig.entry("demo")));

      GatewayException failure = failure(gateway, request("gpt-4o-mimi"));

      assertThat(failure.status()).isEqualTo(404);
      assertThat(failure.detail().code()).isEqualTo("model_not_found");
      assertThat(failure.detail().param()).isEqualTo("model");
      assertThat(failure.text()).contains("'gpt-4o-mimi'").contains("'gpt-4o-mini'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*-*-*-*-*-*"})
    void doesNotLookForANameOfAnyLength(String pattern) {
      Gateway gateway = gateway(new TestingConfig().with(wildcard("all", pattern, "*")));
      String long_ = "a-".repeat(5_000_000);
      long start = System.nanoTime();

      GatewayException failure = failure(gateway, request(long_ + "\n[31m"));

      assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
      assertThat(failure.text().length()).isLessThan(400);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void keepsControlCharactersOutOfMessages() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));

      assertThat(failure(gateway, request("x\r\n\u001b[31my")).text()).contains("'x???[31my'");
    }
  }

  @Nested
  class FallbackText {
    @ParameterizedTest
    @EnumSource(names = {"UPSTREAM", "NETWORK", "RATE_LIMIT", "AUTHENTICATION", "QUOTA"})
    void standsInWhenEveryDeploymentFailed(ErrorKind kind) {
      Gateway gateway = gateway(pair().fallbackResponse("Sorry, not now."));
      provider("a").always(refusing(kind));
      provider("b").always(refusing(kind));

      Served served = gateway.send(request("group"));

      assertThat(served.answer().head().headers())
          .containsExactly(Map.entry("x-llmgw-fallback-response", "true"));
      assertThat(text(served)).isEqualTo("Sorry, not now.");
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "CONTENT_FILTER", "CONTEXT_LENGTH", "CANCELLED"})
    void doesNotHideTheClientsMistake(ErrorKind kind) {
      Gateway gateway = gateway(pair().fallbackResponse("Sorry, not now."));
      provider("a").always(refusing(kind));

      assertThat(failure(gateway, request("group")).kind()).isEqualTo(kind);
    }

    @Test
    void doesNotStandInForAModelThatDoesNotExist() {
      Gateway gateway = gateway(pair().fallbackResponse("Sorry, not now."));

      assertThat(failure(gateway, request("x")).kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }
  }

  @Nested
  class Swapping {
    @Test
    void finishesRunningRequestsOnTheOldSnapshot() {
      Gateway gateway = gateway(new TestingConfig().with(TestingConfig.entry("a")));
      provider("a").then(Scenario.of(Scenario.text("old ")).then(Scenario.text("story")).ending());
      Served running = gateway.send(request("a"));

      gateway.swap(
          Snapshot.of(
              new TestingConfig().with(TestingConfig.entry("b", "a", Limits.DEFAULT)).build(),
              GatewayTest.this::make));

      assertThat(text(gateway.send(request("a")))).isEqualTo("I am b");
      assertThat(text(running)).isEqualTo("old story");
      assertThat(running.deployment().id()).isEqualTo("a");
    }
  }
}
