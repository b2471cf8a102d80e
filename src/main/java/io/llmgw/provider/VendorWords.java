package io.llmgw.provider;

import io.llmgw.json.Json;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a vendor says of a failure, made fit to be told: whole, short, and without its secrets. */
public final class VendorWords {
  private static final int LONGEST_TEXT = 500;
  // shorter ones are no secrets, and would be found in ordinary words
  private static final int SHORTEST_SECRET = 8;

  private VendorWords() {}

  /**
   * The text without the secrets it may quote.
   *
   * @param secrets also with a scheme before them, as in a header
   */
  public static String withoutSecrets(String body, Collection<String> secrets) {
    String text = body;
    for (String value : secrets) {
      String secret = value.substring(value.lastIndexOf(' ') + 1);
      text = secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "****");
    }
    return text;
  }

  public static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " …";
  }

  /** The JSON object or array that the text is; null when it is neither. */
  public static @Nullable JsonNode document(String text) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException _) {
      // not JSON after all; the text itself is shown
      return null;
    }
  }

  /**
   * A sentence for an answer that is no document.
   *
   * @param status 0 inside a stream
   * @param address the setting that a web page shows to be wrong
   */
  public static String plain(String vendor, int status, String text, String address) {
    String what =
        status == 0
            ? "The provider " + vendor + " reported an error"
            : "The provider " + vendor + " answered with status " + status;
    if (text.isEmpty()) {
      return what + (status == 0 ? " without a message." : " and no message.");
    }
    if (text.startsWith("<")) {
      return what
          + " and a web page instead of an API's answer; check its address ("
          + address
          + ").";
    }
    return what + ": " + text;
  }

  /** A sentence for a redirect, which is not followed with a key. */
  public static String redirected(
      String vendor, int status, @Nullable String location, String address) {
    return location == null
        ? "The provider " + vendor + " answered with status " + status + "."
        : "The provider "
            + vendor
            + " redirects to "
            + location
            + "; redirects are not followed with a key, so set "
            + address
            + " to the right address.";
  }
}
