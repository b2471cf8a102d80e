package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.ConfigException;
import io.llmgw.config.Problem;
import io.llmgw.config.Problem.Severity;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Command;

class FailureTest {

  @Nested
  class OfUsage {
    private final CommandFixture fixture = CommandFixture.create();

    @Test
    void suggestsTheNearestOption() {
      CommandFixture.Result result = fixture.run("serve", "--prot", "1");

      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              """
              error: Unknown options: '--prot', '1'
              try: llmgw serve --port, or llmgw serve --help
              """);
    }

    @Test
    void suggestsNothingWhenNothingIsNear() {
      assertThat(fixture.run("--frobnicate").err())
          .isEqualTo("error: Unknown option: '--frobnicate'\ntry: llmgw --help\n");
    }

    @Test
    void suggestsTheNearestCommand() {
      assertThat(fixture.run("serv").err())
          .isEqualTo(
              """
              error: Unmatched argument at index 0: 'serv'
              try: llmgw serve, or llmgw --help
              """);
    }

    @Test
    void saysWhatIsWrongWithAValue() {
      assertThat(fixture.run("--timeout", "soon").err())
          .isEqualTo(
              """
              error: Invalid value for option '--timeout': 'soon' is not a length of time, such as 500ms, 30s or 2m
              try: llmgw --help
              """);
      assertThat(fixture.run("serve", "--port", "70000").err())
          .startsWith("error: 70000 is not a port: 0 to 65535\n");
      assertThat(fixture.run("-o", "xml").err())
          .startsWith("error: Invalid value for option '--output'")
          .contains("text, json, stream-json, yaml");
    }

    @Test
    void suggestsNoOtherLetter() {
      assertThat(fixture.run("chat", "-z", "hi").err())
          .isEqualTo("error: Unknown option: '-z'\ntry: llmgw chat --help\n");
    }

    @Test
    void speaksOfNumbersAsPeopleDo() {
      assertThat(fixture.run("serve", "--port", "http").err())
          .startsWith("error: Invalid value for option '--port': 'http' is not a whole number");
      assertThat(fixture.run("chat", "--temperature", "hot", "hi").err())
          .startsWith("error: Invalid value for option '--temperature': 'hot' is not a number\n");
    }

    @Test
    void isAlsoTheCaseWithoutAPrompt() {
      CommandFixture.Result result = fixture.run("chat");

      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).isEqualTo("error: There is no prompt\ntry: llmgw chat --help\n");
    }
  }

  @Nested
  class OfACommand {
    @Test
    void tellsWhatWhyAndWhatToDo() {
      CommandFixture.Result result =
          failing(new CommandException(ExitCode.CONFIGURATION, "port 80 is taken", "--port 8080"))
              .run("fail");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).isEqualTo("error: port 80 is taken\ntry: --port 8080\n");
    }

    @Test
    void isAnObjectForPrograms() {
      var failure =
          new GatewayException(
              ErrorKind.RATE_LIMIT,
              "slow down",
              ErrorDetail.NONE.withRetryAfter(Duration.ofSeconds(7)));

      CommandFixture.Result result = failing(failure).run("fail", "--json");

      assertThat(result.exit()).isEqualTo(7);
      assertThat(result.out())
          .isEqualTo(
              """
              {"error":{"code":"rate_limit","exit":7,"message":"slow down","hint":"again in 7 s"}}
              """);
      assertThat(result.err()).isEqualTo("error: slow down\ntry: again in 7 s\n");
    }

    @Test
    void keepsTheCauseOfAGatewayFailureToItself() {
      var failure =
          new GatewayException(
              ErrorKind.NETWORK,
              "example.org cannot be reached",
              ErrorDetail.NONE,
              new IOException("GET https://example.org/?key=secret"));

      assertThat(failing(failure).run("fail").err()).doesNotContain("secret");
    }

    @Test
    void showsNoStackTraceUnlessAsked() {
      CommandFixture fixture = failing(new IllegalStateException("broken invariant"));

      CommandFixture.Result plain = fixture.run("fail");
      assertThat(plain.exit()).isEqualTo(1);
      assertThat(plain.err())
          .isEqualTo(
              """
              error: this should not have happened
              cause: java.lang.IllegalStateException: broken invariant
              try: the same command with --debug, and report what it prints
              """);
      assertThat(fixture.run("fail", "--debug").err()).contains("\tat ");
      assertThat(fixture.run("--debug", "fail").err()).contains("\tat ");
    }

    @Test
    void coversFaultsOfTheProgramToo() {
      CommandFixture fixture = CommandFixture.create();
      fixture.commandLine().addSubcommand(new Overflowing());

      assertThat(fixture.run("overflow").exit()).isEqualTo(1);
    }

    @Test
    void isColouredOnDemand() {
      assertThat(
              failing(new CommandException(ExitCode.FAILURE, "no", null))
                  .run("fail", "--color=always")
                  .err())
          .contains("\033[");
    }
  }

  @Nested
  class OfTheConfiguration {
    private static final Problem MISSING =
        new Problem(Severity.ERROR, "`port` is missing", "write one", null);
    private static final Problem SURPLUS =
        new Problem(Severity.WARNING, "`prot` is ignored", null, null);

    @Test
    void isToldInOneLineWhenItIsOne() {
      CommandFixture.Result result =
          failing(new ConfigException(List.of(MISSING))).run("fail", "--json");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err()).isEqualTo("error: `port` is missing\ntry: write one\n");
      assertThat(result.out())
          .isEqualTo(
              """
              {"error":{"code":"configuration","exit":3,"message":"`port` is missing","hint":"write one"}}
              """);
    }

    @Test
    void isAListOtherwise() {
      assertThat(failing(new ConfigException(List.of(SURPLUS, MISSING))).run("fail").err())
          .isEqualTo(
              """
              error: the configuration has an error
              cause:
              warning: `prot` is ignored
              error: `port` is missing
                hint: write one
              """);
    }
  }

  @Nested
  class OfTheGateway {
    @ParameterizedTest
    @CsvSource({
      "INVALID_REQUEST, 2",
      "CONTEXT_LENGTH, 5",
      "CONTENT_FILTER, 9",
      "AUTHENTICATION, 4",
      "PERMISSION, 4",
      "NOT_FOUND, 5",
      "TIMEOUT, 8",
      "TOO_LARGE, 2",
      "UNPROCESSABLE, 2",
      "RATE_LIMIT, 7",
      "QUOTA, 7",
      "BUDGET, 9",
      "UPSTREAM, 6",
      "NETWORK, 8",
      "UNAVAILABLE, 6",
      "CANCELLED, 130",
      "INTERNAL, 1"
    })
    void hasAnExitCode(ErrorKind kind, int exit) {
      assertThat(failing(new GatewayException(kind, "no")).run("fail").exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void isNeverASuccess(ErrorKind kind) {
      assertThat(ExitCode.of(kind)).isNotEqualTo(ExitCode.OK);
    }
  }

  private static CommandFixture failing(RuntimeException failure) {
    CommandFixture fixture = CommandFixture.create();
    fixture.commandLine().addSubcommand(new Failing(failure));
    return fixture;
  }

  @Command(name = "fail")
  private record Failing(RuntimeException failure) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw failure;
    }
  }

  @Command(name = "overflow")
  private static final class Overflowing implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new StackOverflowError("planted");
    }
  }
}
