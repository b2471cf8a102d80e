package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Who lends keys to the place the gateway runs in: a container's host, the metadata service of a
 * virtual machine, or the security token service for the token that a cluster wrote into a file.
 * Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">the
 *     host</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">the
 *     service</a>
 */
final class KeyLenders {
  private static final String ROLE = "AWS_ROLE_ARN";
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String METADATA = "http://169.254.169.254";
  private static final int MAX_BYTES = 1 << 20;

  /** Where the host of a container may be: no other gets its token without encryption. */
  private static final Pattern HOST =
      Pattern.compile(
          "https://.*"
              + "|http://(?:localhost|127\\.[0-9.]+|\\[::1\\]|169\\.254\\.170\\.2"
              + "|169\\.254\\.170\\.23|\\[fd00:ec2::23\\])(?:[:/].*)?");

  private final HttpTransport transport;
  private final InstantSource clock;
  private final Function<String, @Nullable String> environment;
  private final Path vendor;
  // by whom they are of, since several deployments share them
  private final Map<String, KeySource> lent = new ConcurrentHashMap<>();

  /**
   * Asks nobody anything yet.
   *
   * @param vendor the file in which the machine's maker stands
   */
  KeyLenders(
      HttpTransport transport,
      InstantSource clock,
      Function<String, @Nullable String> environment,
      Path vendor) {
    this.transport = transport;
    this.clock = clock;
    this.environment = environment;
    this.vendor = vendor;
  }

  private @Nullable String text(String variable) {
    String value = environment.apply(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The keys of the role that the surroundings name with a file; null when they name none. */
  @Nullable KeySource ofRole(String region) {
    String role = text(ROLE);
    String file = text(TOKEN_FILE);
    if (role == null || file == null) {
      return null;
    }
    return lent.computeIfAbsent(
        "role in " + region, _ -> new LentKeys(call -> assume(role, file, region, call), clock));
  }

  /**
   * The keys of the container; null outside of one.
   *
   * @throws IllegalArgumentException when they would be asked for where anyone may listen
   */
  @Nullable KeySource ofContainer() {
    String relative = text(RELATIVE);
    String address = relative == null ? text(FULL) : "http://169.254.170.2" + relative;
    if (address == null) {
      return null;
    }
    if (!HOST.matcher(address).matches()) {
      throw new IllegalArgumentException(FULL + " is neither https nor an address of this machine");
    }
    HttpTarget target = HttpTarget.of(address, Map.of());
    return lent.computeIfAbsent(
        "container", _ -> new LentKeys(call -> ofHost(target, call), clock));
  }

  /** The keys of the machine's role; null when the machine is not one of AWS's. */
  @Nullable KeySource ofMachine() {
    String own = text("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    boolean disabled = "true".equalsIgnoreCase(text("AWS_EC2_METADATA_DISABLED"));
    if (disabled || (own == null && !MachineRole.isHere(vendor))) {
      return null;
    }
    String base = own == null ? METADATA : own.replaceFirst("/+$", "");
    return lent.computeIfAbsent(
        "machine", _ -> new LentKeys(new MachineRole(transport, base), clock));
  }

  private Token ofHost(HttpTarget target, Call call) {
    Map<String, String> headers = new HashMap<>();
    String file = text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    String token = file == null ? text("AWS_CONTAINER_AUTHORIZATION_TOKEN") : read(file);
    if (token != null) {
      headers.put("Authorization", token);
    }
    try (HttpAnswer answer = transport.get(target, headers, call)) {
      return LentKeys.token(json(answer, target), "Token", target.host());
    }
  }

  private Token assume(String role, String file, String region, Call call) {
    String session = text("AWS_ROLE_SESSION_NAME");
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn="
            + encoded(role)
            + "&RoleSessionName="
            + encoded(session == null ? "llmgw" : session)
            + "&WebIdentityToken="
            + encoded(read(file));
    String own = text("AWS_ENDPOINT_URL_STS");
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    String address = own == null ? "https://sts." + region + domain + "/" : own;
    HttpTarget target = HttpTarget.of(address, Map.of("Accept", "application/json"));
    Payload payload = Payload.of(form.getBytes(StandardCharsets.US_ASCII));
    try (HttpAnswer answer = transport.postForm(target, Map.of(), payload, call)) {
      JsonNode keys =
          json(answer, target)
              .path("AssumeRoleWithWebIdentityResponse")
              .path("AssumeRoleWithWebIdentityResult")
              .path("Credentials");
      return LentKeys.token(keys, "SessionToken", target.host());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new GatewayException(
          ErrorKind.AUTHENTICATION,
          "There are no keys for AWS: the token's file " + file + " cannot be read.",
          ErrorDetail.NONE,
          unreadable);
    }
  }

  private static JsonNode json(HttpAnswer answer, HttpTarget target) {
    int status = answer.status();
    byte[] body = answer.readAll(MAX_BYTES);
    JsonNode tree = tree(body);
    if (status == 200) {
      return tree;
    }
    String reason = tree.path("Error").path("Message").asString(tree.path("message").asString(""));
    boolean later = status == 408 || status == 429 || status >= 500;
    throw new GatewayException(
        later ? ErrorKind.UNAVAILABLE : ErrorKind.AUTHENTICATION,
        "%s gave no keys for AWS: it answered with status %d%s"
            .formatted(target.host(), status, reason.isEmpty() ? "." : ": " + reason));
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      // a web page, or nothing: the status then has to say it all
      return Json.MAPPER.createObjectNode();
    }
  }
}
