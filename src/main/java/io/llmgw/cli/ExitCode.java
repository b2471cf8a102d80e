package io.llmgw.cli;

import io.llmgw.model.ErrorKind;
import io.llmgw.probe.Fault;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the program ends. The numbers are a contract: scripts depend on them. */
public enum ExitCode {
  OK(0, "success"),
  FAILURE(1, "anything unforeseen"),
  USAGE(2, "wrong usage"),
  CONFIGURATION(3, "configuration invalid"),
  AUTHENTICATION(4, "no key, or key refused"),
  MODEL(5, "model unknown, or lacks the asked capability"),
  UPSTREAM(6, "upstream failed after retries and fallbacks"),
  QUOTA(7, "rate limit or quota"),
  NETWORK(8, "network or timeout"),
  REFUSED(9, "refused by budget or content filter"),
  PARTIAL(10, "some of several failed, or an answer was cut off"),
  INTERRUPTED(130, "interrupted"),
  READER_GONE(141, "reader gone"),
  TERMINATED(143, "terminated");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** The code a failure of the gateway ends with. */
  public static ExitCode of(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, UNPROCESSABLE -> USAGE;
      case AUTHENTICATION, PERMISSION -> AUTHENTICATION;
      case NOT_FOUND, CONTEXT_LENGTH -> MODEL;
      case UPSTREAM, UNAVAILABLE -> UPSTREAM;
      case RATE_LIMIT, QUOTA -> QUOTA;
      case NETWORK, TIMEOUT -> NETWORK;
      case CONTENT_FILTER, BUDGET -> REFUSED;
      case CANCELLED -> INTERRUPTED;
      case INTERNAL -> FAILURE;
    };
  }

  /** The code a failed check ends with. */
  static ExitCode of(Fault fault) {
    return switch (fault) {
      case CONFIGURATION -> CONFIGURATION;
      case AUTHENTICATION -> AUTHENTICATION;
      case MODEL -> MODEL;
      case UPSTREAM -> UPSTREAM;
      case QUOTA -> QUOTA;
      case NETWORK -> NETWORK;
      case REFUSED -> REFUSED;
      case UNFORESEEN -> FAILURE;
    };
  }

  /** Number and meaning of every code, in order, as the help shows them. */
  static Map<String, String> table() {
    var table = new LinkedHashMap<String, String>();
    for (ExitCode code : values()) {
      // Not by format: it would load the locale's digits whenever any command starts.
      String number = Integer.toString(code.number);
      table.put(" ".repeat(3 - number.length()) + number, code.meaning);
    }
    return table;
  }
}
