package io.llmgw.provider.azure;

import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenSource;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The person signed in to the Azure CLI.
 *
 * @param tenant null for the one signed in to
 * @param resource what the token is for, which is the scope without its end
 */
record AzureCli(Machine machine, @Nullable String tenant, String resource) implements TokenSource {
  /** The program is a script in Python, slow to start on a cold machine. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public Token fetch(Call call) {
    Machine.Ran ran;
    try {
      ran = machine.run(command(), LIMIT);
    } catch (IOException failure) {
      String reason = String.valueOf(failure.getMessage());
      throw new NoIdentityException(
          reason.startsWith("it ")
              ? "Azure CLI gave no token: " + reason
              : "Azure CLI (az) is not installed");
    }
    if (ran.exit() != 0) {
      throw refusal(ran.errors());
    }
    return token(ran.output());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (machine.windows()) {
      command.addAll(List.of("cmd.exe", "/c"));
    }
    command.addAll(
        List.of("az", "account", "get-access-token", "--output", "json", "--resource", resource));
    if (tenant != null) {
      command.addAll(List.of("--tenant", tenant));
    }
    return command;
  }

  private NoIdentityException refusal(String errors) {
    String words = errors.toLowerCase(Locale.ROOT);
    if (words.contains("not recognized") || words.contains("not found: az")) {
      return new NoIdentityException("Azure CLI (az) is not installed");
    }
    String number = Aadsts.number(errors);
    String known = tenant == null ? "organizations" : tenant;
    String advice =
        number == null ? null : Aadsts.advice(number, "of the Azure CLI", known, resource);
    if (advice != null) {
      return new NoIdentityException("Azure CLI: " + advice + " (AADSTS" + number + ")");
    }
    if (words.contains("az login")) {
      return new NoIdentityException("nobody is signed in to the Azure CLI (run 'az login')");
    }
    String line =
        errors.lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst().orElse("");
    return new NoIdentityException("Azure CLI: " + (line.isEmpty() ? "no reason given" : line));
  }

  private static Token token(String output) {
    try {
      JsonNode tree = Json.MAPPER.readTree(output);
      String value = tree.path("accessToken").asString("");
      Instant expiry = expiry(tree);
      if (HeaderText.oneWord(value) && !value.isEmpty()) {
        return new Token(new Secret(value), expiry);
      }
    } catch (JacksonException | DateTimeException _) {
      // said below; the text itself may hold a token
    }
    throw new NoIdentityException("Azure CLI printed something that is not a token");
  }

  private static Instant expiry(JsonNode tree) {
    long epoch = tree.path("expires_on").asLong(0);
    if (epoch > 0) {
      return Instant.ofEpochSecond(epoch);
    }
    // what older versions print is local time
    String local = tree.path("expiresOn").asString("").replace(' ', 'T');
    return LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant();
  }
}
