package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Scenario, what is printed, exit code; the golden file is the table. */
class TestDiagnosesTest {
  /** What to do is a command to paste; words for people stand in a shell's comment. */
  private static final Pattern PASTED =
      Pattern.compile(
          "(?m)^    try: (?:llmgw|az|aws|curl|export|getent|gcloud|ollama|sleep \\d+; llmgw|date) ");

  @Test
  void everyWayToGoWrongIsToldWithItsCauseAndWhatToDo() {
    StringBuilder table = new StringBuilder();
    List<String> wrongExits = new ArrayList<>();
    for (DiagnosisScenario scenario : DiagnosisScenarios.all()) {
      CommandFixture.Result result = run(scenario);
      table.append("## ").append(scenario).append(" -> ").append(result.exit()).append('\n');
      table.append(result.out()).append('\n');
      if (result.exit() != scenario.exit()) {
        wrongExits.add(scenario + ": " + result.exit() + " instead of " + scenario.exit());
      }
      assertThat(result.out() + result.err()).doesNotContain("java.", "\tat ");
      if (result.exit() != 0) {
        assertThat(result.out())
            .as(scenario.name())
            .contains("    cause: ")
            .containsPattern(PASTED);
      }
      if (scenario.key().length() > 8) {
        assertThat(result.out() + result.err()).doesNotContain(scenario.key());
      }
    }
    GoldenFile.of("diagnoses.txt").assertEquals(table.toString());
    assertThat(wrongExits).isEmpty();
  }

  private static CommandFixture.Result run(DiagnosisScenario scenario) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      upstream.always(scenario::answer);
      List<String> args =
          new ArrayList<>(
              List.of(
                  "test",
                  scenario.vendor(),
                  "--endpoint",
                  upstream.url() + scenario.base(),
                  "--deployment",
                  scenario.model(),
                  "--timeout",
                  "20s"));
      if (scenario.version() != null) {
        args.addAll(List.of("--api-version", scenario.version()));
      }
      if (!scenario.key().isEmpty()) {
        args.addAll(List.of("--key-env", "TESTED_KEY"));
      }
      CommandFixture.Result result =
          CommandFixture.with(
                  Map.of("TESTED_KEY", scenario.key(), "AWS_REGION", "us-east-1"), Tty.NONE, "")
              .run(args.toArray(String[]::new));
      return new CommandFixture.Result(
          result.exit(), stable(result.out(), upstream), stable(result.err(), upstream));
    }
  }

  /** Without ports and times. */
  private static String stable(String text, ScriptedUpstream upstream) {
    return text.replace(String.valueOf(upstream.port()), "PORT")
        .replaceAll("\\b\\d+ms\\b", "0ms")
        .replaceAll("in \\d+\\.\\d s", "in 0.0 s");
  }
}
