package io.llmgw.provider.bedrock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests in the way of AWS, version 4. Immutable.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">the
 *     steps</a>
 */
final class RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String END = "aws4_request";
  private static final String UNRESERVED = "-._~";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private final String region;
  private final String service;

  RequestSigner(String region, String service) {
    this.region = region;
    this.service = service;
  }

  /**
   * A request as it will be sent.
   *
   * @param path as it stands in the request line; it is encoded once more to be signed, as every
   *     service but S3 does to check it
   * @param query as it stands in the request line, empty for none
   * @param headers those to be signed, the host among them
   */
  record Unsigned(
      String method,
      String path,
      String query,
      List<Map.Entry<String, String>> headers,
      byte[] body) {}

  /** The headers to add to a request, which is good for some minutes around that time. */
  Map<String, String> sign(Unsigned request, AwsKeys keys, Instant now) {
    String time = TIME.format(now);
    Map<String, String> added = new LinkedHashMap<>();
    added.put("X-Amz-Date", time);
    if (keys.sessionToken() != null) {
      added.put("X-Amz-Security-Token", keys.sessionToken().reveal());
    }
    SortedMap<String, String> signed = canonicalHeaders(request.headers(), added);
    String names = String.join(";", signed.keySet());
    String scope = time.substring(0, 8) + "/" + region + "/" + service + "/" + END;
    String canonical = canonicalRequest(request, signed, names);
    String toSign =
        String.join("\n", ALGORITHM, time, scope, HEX.formatHex(hash(bytes(canonical))));
    added.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                keys.accessKeyId(),
                scope,
                names,
                HEX.formatHex(hmac(key(keys, time.substring(0, 8)), toSign))));
    return added;
  }

  private static SortedMap<String, String> canonicalHeaders(
      List<Map.Entry<String, String>> given, Map<String, String> added) {
    List<Map.Entry<String, String>> all = new ArrayList<>(given);
    all.addAll(added.entrySet());
    SortedMap<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, String> header : all) {
      headers.merge(
          header.getKey().toLowerCase(Locale.ROOT),
          header.getValue().strip().replaceAll("\\s+", " "),
          (first, next) -> first + "," + next);
    }
    return headers;
  }

  private static String canonicalRequest(
      Unsigned request, SortedMap<String, String> headers, String names) {
    String lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        encoded(request.path().isEmpty() ? "/" : request.path(), true),
        canonicalQuery(request.query()),
        lines,
        names,
        HEX.formatHex(hash(request.body())));
  }

  /** The parameters in order; their encoding is the sender's, which has to be the strict one. */
  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .sorted(
            Comparator.comparing((String[] pair) -> pair[0])
                .thenComparing(pair -> pair[pair.length - 1]))
        .map(pair -> pair[0] + "=" + (pair.length == 2 ? pair[1] : ""))
        .collect(Collectors.joining("&"));
  }

  /** Everything but unreserved characters in percents; slashes too, unless it is a path. */
  static String encoded(String text, boolean path) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : bytes(text)) {
      char c = (char) b;
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || UNRESERVED.indexOf(c) >= 0 || (path && c == '/')) {
        out.append(c);
      } else {
        out.append('%').append(UPPER_HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private byte[] key(AwsKeys keys, String date) {
    byte[] secret = bytes("AWS4" + keys.secretAccessKey().reveal());
    return hmac(hmac(hmac(hmac(secret, date), region), service), END);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      // every Java has it
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
