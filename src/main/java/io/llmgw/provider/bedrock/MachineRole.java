package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenSource;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * The role of a virtual machine on AWS, whose metadata service lends its keys.
 *
 * @param base the service's address without a slash at its end
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">the
 *     exchange</a>
 */
record MachineRole(HttpTransport transport, String base) implements TokenSource {
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final int MAX_BYTES = 1 << 20;

  /** Whether the machine's maker, as its firmware tells, is AWS. */
  static boolean isHere(Path vendor) {
    try {
      return Files.isReadable(vendor)
          && Files.readString(vendor, StandardCharsets.UTF_8).startsWith("Amazon EC2");
    } catch (IOException _) {
      // firmware that tells nothing is not AWS's
      return false;
    }
  }

  @Override
  public Token fetch(Call call) {
    Map<String, String> life = Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300");
    String token = text(transport.put(target("/latest/api/token"), life, call));
    Map<String, String> proof = Map.of("X-aws-ec2-metadata-token", token);
    String role = text(transport.get(target(ROLES), proof, call)).lines().findFirst().orElse("");
    if (role.isEmpty()) {
      throw new GatewayException(
          ErrorKind.AUTHENTICATION, "There are no keys for AWS: this machine has no role.");
    }
    String keys = text(transport.get(target(ROLES + role), proof, call));
    try {
      return LentKeys.token(Json.MAPPER.readTree(keys), "Token", target("").host());
    } catch (JacksonException _) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, target("").host() + " answered without usable keys for AWS.");
    }
  }

  private HttpTarget target(String path) {
    return HttpTarget.of(base + path, Map.of());
  }

  private String text(HttpAnswer answer) {
    try (answer) {
      int status = answer.status();
      String body = new String(answer.readAll(MAX_BYTES), StandardCharsets.UTF_8).strip();
      if (status == 404) {
        throw new GatewayException(
            ErrorKind.AUTHENTICATION, "There are no keys for AWS: this machine has no role.");
      }
      if (status != 200) {
        throw new GatewayException(
            status >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.AUTHENTICATION,
            "The metadata of this machine gave no keys for AWS: it answered with status "
                + status
                + ".");
      }
      return body;
    }
  }
}
