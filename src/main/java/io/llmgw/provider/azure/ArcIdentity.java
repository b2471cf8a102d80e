package io.llmgw.provider.azure;

import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a server connected through Azure Arc. The agent proves that the asker may read
 * its files: it names one, and wants its content back. The name comes over the network, so it is
 * only followed into the agent's own folder.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication">the
 *     exchange</a>
 */
record ArcIdentity(
    TokenHttp http, Machine machine, String endpoint, @Nullable String client, String resource)
    implements TokenSource {
  private static final int MAX_KEY_BYTES = 4096;
  private static final Pattern REALM =
      Pattern.compile("(?i)Basic\\s+realm\\s*=\\s*\"?([^\"]+?)\"?\\s*");

  @Override
  public Token fetch(Call call) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("api-version", "2019-11-01");
    query.put("resource", resource);
    if (client != null) {
      query.put("client_id", client);
    }
    TokenReply challenge = http.get(endpoint, query, Map.of("Metadata", "true"), call);
    if (challenge.status() != 401) {
      return ManagedIdentity.token("Azure Arc", challenge);
    }
    String key = key(file(challenge.challenge()));
    Map<String, String> headers = Map.of("Metadata", "true", "Authorization", "Basic " + key);
    return ManagedIdentity.token("Azure Arc", http.get(endpoint, query, headers, call));
  }

  private Path file(@Nullable String challenge) {
    Matcher realm = REALM.matcher(challenge == null ? "" : challenge);
    if (!realm.matches()) {
      throw new NoIdentityException("the agent of Azure Arc named no file to read");
    }
    try {
      Path file = Path.of(realm.group(1));
      Path folder = machine.arcTokens();
      boolean inside =
          file.isAbsolute() && file.normalize().equals(file) && folder.equals(file.getParent());
      if (inside && file.toString().endsWith(".key")) {
        return file;
      }
    } catch (InvalidPathException _) {
      // refused like every other wrong name
    }
    throw new NoIdentityException(
        "the agent of Azure Arc named a file outside its own folder, which is not read");
  }

  private static String key(Path file) {
    try {
      Path folder = file.getParent();
      if (folder == null || !file.toRealPath().startsWith(folder.toRealPath())) {
        throw new NoIdentityException("the file of Azure Arc's agent leads out of its folder");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
        if (bytes.length > MAX_KEY_BYTES) {
          throw new NoIdentityException(
              "the file of Azure Arc's agent is longer than " + MAX_KEY_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
      }
    } catch (IOException _) {
      throw new NoIdentityException(
          "the file of Azure Arc's agent (%s) cannot be read; let this user be in the group himds"
              .formatted(file));
    }
  }
}
