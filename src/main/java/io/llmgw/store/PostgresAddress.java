package io.llmgw.store;

import io.llmgw.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code postgresql://} address as people write it, in the driver's terms.
 *
 * @param shown host and database, for messages
 */
record PostgresAddress(
    String jdbcUrl, @Nullable String user, @Nullable String password, String shown) {
  /** Those LiteLLM's own database library reads, which mean nothing to this driver. */
  private static final Set<String> OF_OTHERS =
      Set.of("connection_limit", "pool_timeout", "pgbouncer", "statement_cache_size");

  /**
   * Reads an address.
   *
   * @throws StoreException when it is none; the message does not repeat it
   */
  static PostgresAddress of(Secret url) {
    URI uri;
    try {
      uri = new URI(url.reveal().strip());
    } catch (URISyntaxException _) {
      throw wrong();
    }
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    boolean postgres = scheme.equals("postgresql") || scheme.equals("postgres");
    if (!postgres || uri.getHost() == null || path.length() < 2) {
      throw wrong();
    }
    String[] user = Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
    String place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
    return new PostgresAddress(
        "jdbc:postgresql://" + place + parameters(uri.getRawQuery()),
        user[0].isEmpty() ? null : decoded(user[0]),
        user.length < 2 ? null : decoded(user[1]),
        place);
  }

  private static String parameters(@Nullable String query) {
    List<String> kept = new ArrayList<>();
    for (String each : query == null ? new String[0] : query.split("&")) {
      String name = each.split("=", 2)[0];
      if (name.equals("schema")) {
        kept.add("currentSchema" + each.substring(name.length()));
      } else if (!name.isEmpty() && !OF_OTHERS.contains(name)) {
        kept.add(each);
      }
    }
    return kept.isEmpty() ? "" : "?" + String.join("&", kept);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StoreException wrong() {
    return new StoreException(
        StoreException.Problem.PERMISSION,
        "the database_url is no address of a PostgreSQL database",
        "Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE, with special characters"
            + " percent-encoded.");
  }
}
