package io.llmgw.cli;

import io.llmgw.catalog.CatalogException;
import io.llmgw.chat.ChatException;
import io.llmgw.config.ConfigException;
import io.llmgw.config.Problem;
import io.llmgw.config.Problem.Severity;
import io.llmgw.model.GatewayException;
import io.llmgw.store.StoreException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a failure: what happened, why, and what to do.
 *
 * @param code stable name for scripts, such as {@code rate_limit}
 * @param cause null when the message says it all
 * @param hint a command or step that helps; null when nothing is known to
 * @param provider whose model failed; null when none was asked, or it is not known
 * @param requestId the upstream's name for the call; null when it gave none
 */
record Failure(
    ExitCode exit,
    String code,
    String message,
    @Nullable String cause,
    @Nullable String hint,
    @Nullable String provider,
    @Nullable String requestId) {
  private static final Set<String> REQUEST_ID =
      Set.of("x-request-id", "request-id", "apim-request-id");

  Failure(
      ExitCode exit, String code, String message, @Nullable String cause, @Nullable String hint) {
    this(exit, code, message, cause, hint, null, null);
  }

  /** The one place where exceptions become words and exit codes. */
  static Failure of(Throwable throwable) {
    return switch (throwable) {
      case CommandException e -> of(e.exit(), String.valueOf(e.getMessage()), e.hint());
      case StoreException e -> of(exit(e.problem()), e.text(), e.remedy());
      case AnswerFailure e -> of(e.failure()).by(e);
      case GatewayException e -> of(e);
      case ConfigException e -> of(e);
      case CatalogException e ->
          of(
              ExitCode.CONFIGURATION,
              String.valueOf(e.getMessage()),
              "make that file readable, or move it away");
      case ChatException e ->
          new Failure(ExitCode.of(e.kind()), codeOf(e.kind()), e.text(), null, e.hint());
      default -> unforeseen(throwable);
    };
  }

  private static ExitCode exit(StoreException.Problem problem) {
    return switch (problem) {
      case PERMISSION, EXPOSED, DAMAGED, NEWER_SCHEMA -> ExitCode.CONFIGURATION;
      case LOCKED, UNREACHABLE -> ExitCode.NETWORK;
      case CONFLICT -> ExitCode.USAGE;
      case FULL, FAILED -> ExitCode.FAILURE;
    };
  }

  static Failure of(ExitCode exit, String message, @Nullable String hint) {
    return new Failure(exit, codeOf(exit), message, null, hint);
  }

  private Failure by(AnswerFailure answer) {
    String id =
        answer.failure().detail().headers().stream()
            .filter(header -> REQUEST_ID.contains(header.getKey().replace("llm_provider-", "")))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    String name = answer.provider().isEmpty() ? null : answer.provider();
    return new Failure(exit, code, message, cause, hint, name, id);
  }

  /** A lone problem is the message; several stand as they were found, under their number. */
  private static Failure of(ConfigException e) {
    if (e.problems().size() == 1) {
      return of(e.problems().getFirst());
    }
    long errors =
        e.problems().stream().filter(problem -> problem.severity() == Severity.ERROR).count();
    return new Failure(
        ExitCode.CONFIGURATION,
        codeOf(ExitCode.CONFIGURATION),
        errors == 1
            ? "the configuration has an error"
            : "the configuration has " + errors + " errors",
        e.getMessage(),
        null);
  }

  private static Failure of(Problem problem) {
    String text =
        new Problem(problem.severity(), problem.message(), null, problem.position()).render();
    String withoutSeverity = text.substring(text.indexOf(':') + 1).strip();
    return of(ExitCode.CONFIGURATION, withoutSeverity, problem.hint());
  }

  /** The exception's own cause is left out: it may name libraries, or addresses that hold a key. */
  private static Failure of(GatewayException e) {
    ExitCode exit = ExitCode.of(e.kind());
    return new Failure(exit, codeOf(e.kind()), e.text(), null, hint(exit, e));
  }

  private static @Nullable String hint(ExitCode exit, GatewayException e) {
    if (e.retryAfter().isPresent()) {
      return "again in " + Math.max(1, e.retryAfter().get().toSeconds()) + " s";
    }
    return switch (exit) {
      case AUTHENTICATION -> "check the provider's key in the environment or the configuration";
      case NETWORK -> "check the address and the connection, or give it more --timeout";
      case OK,
          FAILURE,
          USAGE,
          CONFIGURATION,
          MODEL,
          UPSTREAM,
          QUOTA,
          REFUSED,
          PARTIAL,
          INTERRUPTED,
          READER_GONE,
          TERMINATED ->
          null;
    };
  }

  private static Failure unforeseen(Throwable throwable) {
    return new Failure(
        ExitCode.FAILURE,
        codeOf(ExitCode.FAILURE),
        "this should not have happened",
        throwable.toString(),
        "the same command with --debug, and report what it prints");
  }

  private static String codeOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
