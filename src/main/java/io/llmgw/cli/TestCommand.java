package io.llmgw.cli;

import io.llmgw.probe.Plan;
import io.llmgw.probe.Rung;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw test}: proves that what is configured works, or says what is wrong. */
@Command(
    name = "test",
    addMethodSubcommands = false,
    sortOptions = false,
    description = {
      "Test deployments step by step: settings, DNS, TCP, TLS, key, model, answer.",
      "Each step only when the one before held. By default up to one short answer."
    },
    footer = {
      "",
      "Ends with 0 when all passed, 10 when some of several failed, and for a single",
      "target with the code of what is wrong: 3 settings, 4 key, 5 model, 6 provider,",
      "7 quota, 8 network. Ctrl-C tells what is known so far and ends with 130.",
      "",
      "Examples:",
      "  llmgw test                      everything configured",
      "  llmgw test --free               without anything a provider charges for",
      "  llmgw test smart -o junit       one model, for a CI server",
      "  llmgw test azure --endpoint https://NAME.openai.azure.com --deployment prod",
      "  llmgw test --server http://127.0.0.1:4000"
    })
final class TestCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Models, aliases or providers; all that are configured without any.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--level",
      order = 1,
      paramLabel = "STEP",
      description = "The last step: ${COMPLETION-CANDIDATES}.")
  private Rung level = Rung.CHAT;

  @Option(names = "--all-levels", order = 2, description = "Every step there is.")
  private boolean allLevels;

  @Option(names = "--free", order = 3, description = "Nothing a provider charges for.")
  private boolean free;

  @Option(
      names = "--max-cost",
      order = 4,
      paramLabel = "USD",
      description = "Refuse to start when it may cost more.")
  private @Nullable BigDecimal maxCost;

  @Option(
      names = "--concurrency",
      order = 5,
      paramLabel = "COUNT",
      description = "Targets tested at once; 8 unless told.")
  private int concurrency = Plan.DEFAULT.concurrency();

  @Option(names = "--fail-fast", order = 6, description = "Stop after the first that fails.")
  private boolean failFast;

  @Option(
      names = "--bench",
      order = 7,
      paramLabel = "COUNT",
      description = "Then ask each target that often, and tell how fast it is.")
  private @Nullable Integer bench;

  @Option(
      names = "--watch",
      order = 8,
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Test again and again with this pause, such as 30s.")
  private @Nullable Duration watch;

  @Mixin private TestUpstreamOptions upstream;

  TestCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    positive("--concurrency", concurrency);
    positive("--bench", bench == null ? 1 : bench);
    if (watch != null && (watch.isZero() || shared.output.ofChecks())) {
      throw new ParameterException(
          command, "--watch takes a pause such as 30s, and -o text or json");
    }
    if (free && bench != null) {
      throw new ParameterException(command, "--bench asks questions, which --free forbids");
    }
    Rung last = allLevels ? Rung.EMBEDDINGS : level;
    Duration timeout = shared.timeout == null ? Plan.DEFAULT.timeout() : shared.timeout;
    Plan plan = new Plan(last, free, timeout, concurrency, failFast);
    try (TestSubject subject = TestSubject.open(words, upstream, shared, surroundings, command)) {
      return new TestSession(shared, surroundings, command, plan, maxCost, bench, watch)
          .run(subject)
          .number();
    }
  }

  private void positive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " takes a number from 1 on");
    }
  }
}
