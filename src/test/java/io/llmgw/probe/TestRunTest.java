package io.llmgw.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.probe.RungResult.Outcome;
import io.llmgw.probe.TargetReport.Verdict;
import io.llmgw.provider.Provider;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TestRunTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
  private final FakeProvider provider = new FakeProvider();

  private static Target target(String name) {
    return new Target(name, TestingConfig.entry(name));
  }

  private Ladder ladder(Function<DeploymentConfig, Provider> providers) {
    return ladder(providers, TestRunTest::dear);
  }

  private static Ladder ladder(
      Function<DeploymentConfig, Provider> providers,
      Function<DeploymentConfig, ModelFacts> facts) {
    return new Ladder(
        providers, ProxySelector.of((InetSocketAddress) null), new Costs(facts, TODAY), false);
  }

  /** A dollar for a token. */
  private static ModelFacts dear(DeploymentConfig deployment) {
    Price price =
        Price.of(
            Map.of(
                io.llmgw.catalog.Meter.INPUT, BigDecimal.valueOf(1_000_000),
                io.llmgw.catalog.Meter.OUTPUT, BigDecimal.valueOf(1_000_000)));
    return facts(List.of(price), TODAY.plusDays(9));
  }

  private static ModelFacts facts(List<Price> prices, LocalDate retires) {
    return new ModelFacts(
        "fake",
        "upstream-model",
        "chat",
        null,
        null,
        Set.of(),
        prices,
        retires,
        List.of(),
        "test",
        null);
  }

  private TargetReport report(Plan plan) {
    return new TestRun(ladder(_ -> provider), plan, TestRun.Listener.NONE)
        .run(List.of(target("a")))
        .getFirst();
  }

  private static Plan upTo(Rung level) {
    return new Plan(level, false, Duration.ofSeconds(5), 8, false);
  }

  @Test
  void climbsToAnAnswerAndCountsWhatItCost() {
    provider.always(Scenario.says("o", "k"));
    TargetReport report = report(Plan.DEFAULT);

    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.results().getLast().rung()).isEqualTo(Rung.CHAT);
    assertThat(report.cost()).isEqualByComparingTo("10");
    assertThat(report.firstToken()).isNotNull();
    assertThat(report.facts()).containsEntry("served_model", "upstream-model");
  }

  @Test
  void tellsTheDayTheModelRetires() {
    provider.always(Scenario.says("ok"));

    assertThat(report(Plan.DEFAULT).findings())
        .extracting(Finding::text)
        .containsExactly("the model upstream-model retires on 2026-11-30");
  }

  @Test
  void climbsNoFurtherThanWhatFails() {
    provider.always(
        Scenario.refusing(new GatewayException(ErrorKind.AUTHENTICATION, "No such key.")));
    TargetReport report = report(upTo(Rung.JSON));

    assertThat(report.failed().orElseThrow().rung()).isEqualTo(Rung.CHAT);
    assertThat(report.results().getLast().rung()).isEqualTo(Rung.CHAT);
    assertThat(report.diagnosis().fault()).isEqualTo(Fault.AUTHENTICATION);
    assertThat(report.cost()).isEqualByComparingTo("0");
  }

  @Test
  void aModelThatThinksItsWholeLimitAwayIsAlive() {
    provider.always(Scenario.of().ending(FinishReason.LENGTH));

    assertThat(report(Plan.DEFAULT).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aFilterThatRefusesTheQuestionProvesTheKeyAndTheModel() {
    provider.always(
        Scenario.refusing(
            new GatewayException(
                ErrorKind.CONTENT_FILTER,
                "Filtered.",
                new ErrorDetail(400, null, null, null, null))));

    assertThat(report(Plan.DEFAULT).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aModelThatCallsNoToolFailsAtTools() {
    provider.always(Scenario.says("o", "k"));
    TargetReport report = report(upTo(Rung.JSON));

    assertThat(report.failed().orElseThrow().rung()).isEqualTo(Rung.TOOLS);
    assertThat(report.diagnosis().fault()).isEqualTo(Fault.MODEL);
  }

  @Test
  void aModelThatCanDoItAllReachesTheTop() {
    provider
        .then(Scenario.says("ok"))
        .then(Scenario.says("1 ", "2 ", "3"))
        .then(
            Scenario.of(
                    new StreamEvent.ToolCallStarted(0, 0, "call-1", Question.TOOL),
                    new StreamEvent.ToolCallDelta(0, 0, "{\"ready\":true}"))
                .ending(FinishReason.TOOL_CALLS))
        .then(Scenario.says("Red."))
        .then(Scenario.says("{\"ready\": true}"));
    TargetReport report = report(upTo(Rung.EMBEDDINGS));

    assertThat(report.diagnosis()).isNull();
    assertThat(report.results())
        .extracting(RungResult::rung)
        .endsWith(Rung.CHAT, Rung.STREAM, Rung.TOOLS, Rung.VISION, Rung.JSON);
  }

  @Test
  void anAnswerInOnePieceIsNoStream() {
    provider.always(Scenario.says("1 2 3"));

    assertThat(report(upTo(Rung.STREAM)).findings())
        .extracting(Finding::code)
        .contains("not_streamed");
  }

  @Test
  void freeAsksNothing() {
    TargetReport report = report(Plan.DEFAULT.gratis());

    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void anotherModelThanPromisedFails() {
    provider.always(Scenario.says("ok"));
    DeploymentConfig entry =
        TestingConfig.entry(
            "a",
            "a",
            "upstream-model",
            DeploymentConfig.Limits.DEFAULT,
            new DeploymentConfig.ModelInfo(null, "gpt-4o", null, null, Map.of(), Map.of()));
    TargetReport report =
        new TestRun(ladder(_ -> provider), Plan.DEFAULT, TestRun.Listener.NONE)
            .run(List.of(new Target("a", entry)))
            .getFirst();

    assertThat(report.diagnosis().code()).isEqualTo("other_model");
    assertThat(report.diagnosis().cause()).contains("gpt-4o", "upstream-model");
  }

  @Test
  void settingsThatCannotWorkFailBeforeAnythingIsSent() {
    TargetReport report =
        new TestRun(
                ladder(_ -> {
                  throw new GatewayException(ErrorKind.INVALID_REQUEST, "No such vendor.");
                }),
                Plan.DEFAULT,
                TestRun.Listener.NONE)
            .run(List.of(target("a")))
            .getFirst();

    assertThat(report.failed().orElseThrow().rung()).isEqualTo(Rung.CONFIG);
    assertThat(report.diagnosis().fault()).isEqualTo(Fault.CONFIGURATION);
  }

  @Test
  void oneThatFailsFastEndsTheRun() {
    provider.always(
        Scenario.refusing(new GatewayException(ErrorKind.AUTHENTICATION, "No such key.")));
    Plan plan = new Plan(Rung.CHAT, false, Duration.ofSeconds(5), 1, true);
    List<TargetReport> reports =
        new TestRun(ladder(_ -> provider), plan, TestRun.Listener.NONE)
            .run(List.of(target("a"), target("b"), target("c")));

    assertThat(reports).extracting(report -> report.target().name()).containsExactly("a", "b", "c");
    assertThat(reports)
        .extracting(TargetReport::verdict)
        .containsOnlyOnce(Verdict.FAILED)
        .contains(Verdict.SKIPPED);
    assertThat(provider.calls()).hasSize(1);
  }

  @Test
  void climbsNoMoreAtOnceThanTold() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    provider.always(Scenario.says("ok"));
    Plan plan = new Plan(Rung.CHAT, false, Duration.ofSeconds(5), 2, false);
    TestRun.Listener counting =
        new TestRun.Listener() {
          @Override
          public void result(Target target, RungResult result) {
            if (result.rung() == Rung.CONFIG) {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
            }
          }

          @Override
          public void finished(TargetReport report) {
            now.decrementAndGet();
          }
        };
    List<Target> targets =
        java.util.stream.IntStream.range(0, 20).mapToObj(i -> target("t" + i)).toList();

    List<TargetReport> reports = new TestRun(ladder(_ -> provider), plan, counting).run(targets);

    assertThat(reports).allMatch(report -> report.verdict() == Verdict.PASSED);
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void estimatesTheMostARunMayCost() {
    TestRun run = new TestRun(ladder(_ -> provider), Plan.DEFAULT, TestRun.Listener.NONE);
    TestRun.Estimate known = run.estimate(List.of(target("a"), target("b")));
    TestRun.Estimate unknown =
        new TestRun(
                ladder(_ -> provider, _ -> facts(List.of(), TODAY)),
                Plan.DEFAULT,
                TestRun.Listener.NONE)
            .estimate(List.of(target("a")));

    assertThat(known.usd()).isEqualByComparingTo("92");
    assertThat(known.unknown()).isZero();
    assertThat(unknown.unknown()).isEqualTo(1);
  }

  @Test
  void aWildcardIsClimbedNoFurtherThanItsKey() {
    TargetReport report =
        new TestRun(ladder(_ -> provider), Plan.DEFAULT, TestRun.Listener.NONE)
            .run(
                List.of(
                    new Target(
                        "all",
                        TestingConfig.entry(
                            "all",
                            "fake/*",
                            "*",
                            DeploymentConfig.Limits.DEFAULT,
                            DeploymentConfig.ModelInfo.NONE))))
            .getFirst();

    assertThat(report.diagnosis()).isNull();
    assertThat(report.results().getLast().outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void benchCountsFailuresAndRanksTimes() {
    provider
        .then(Scenario.says("1", "2"))
        .then(Scenario.refusing(new GatewayException(ErrorKind.RATE_LIMIT, "Too many.")))
        .always(Scenario.says("1", "2"));
    Bench.Result result =
        new Bench(ladder(_ -> provider), Plan.DEFAULT, 4).run(List.of(target("a"))).getFirst();

    assertThat(result.rounds()).isEqualTo(4);
    assertThat(result.failures()).isEqualTo(1);
    assertThat(result.errorRate()).isEqualTo(0.25);
    assertThat(result.lastFailure()).isEqualTo("Too many.");
    assertThat(result.firstTokenP50()).isNotNull();
  }

  @Test
  void percentilesAreNearestRanks() {
    List<Duration> times =
        java.util.stream.IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();

    assertThat(Bench.percentile(times, 50)).isEqualTo(Duration.ofMillis(50));
    assertThat(Bench.percentile(times, 95)).isEqualTo(Duration.ofMillis(95));
    assertThat(Bench.percentile(times.subList(0, 1), 95)).isEqualTo(Duration.ofMillis(1));
    assertThat(Bench.percentile(List.of(), 50)).isNull();
  }

  @Test
  void theCataloguesFactsFit() {
    ModelFacts known = ModelCatalog.load(null).find("openai", "gpt-4o-mini");

    assertThat(known).isNotNull();
    assertThat(known.mode()).isEqualTo("chat");
  }

  @Test
  void aTargetThatIsStoppedOnTheWayHasNotPassed() {
    var run = new AtomicReference<TestRun>();
    Ladder ladder =
        ladder(_ -> {
          run.get().stop();
          return provider;
        });
    run.set(new TestRun(ladder, Plan.DEFAULT, TestRun.Listener.NONE));

    List<TargetReport> reports = run.get().run(List.of(target("a"), target("b")));

    assertThat(reports).extracting(TargetReport::verdict).containsOnly(Verdict.SKIPPED);
  }
}
