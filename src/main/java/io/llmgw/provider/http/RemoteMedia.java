package io.llmgw.provider.http;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.provider.Call;
import io.llmgw.provider.Lazy;
import io.llmgw.provider.MediaLoader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files of the public internet for providers that take them only as bytes. Sends no
 * credentials, uses no proxy (which would look names up itself), and asks no address of this
 * machine or its network, also not after a redirect. Thread-safe.
 */
public final class RemoteMedia implements MediaLoader {
  private static final int MOST_REDIRECTS = 3;

  private final PublicAddresses addresses;
  private final long maxBytes;
  // most gateways never fetch a file
  private final Lazy<OkHttpClient> client;

  /**
   * Makes a loader.
   *
   * @param allow hosts that may have private addresses: exact names, or {@code *.example.org}
   * @param timeout limit for one file
   */
  public RemoteMedia(List<String> allow, long maxBytes, Duration timeout) {
    this(Dns.SYSTEM, allow, maxBytes, timeout);
  }

  RemoteMedia(Dns names, List<String> allow, long maxBytes, Duration timeout) {
    this.addresses = new PublicAddresses(names, allow);
    this.maxBytes = maxBytes;
    this.client = new Lazy<>(() -> client(addresses, timeout));
  }

  private static OkHttpClient client(Dns names, Duration timeout) {
    return new OkHttpClient.Builder()
        .dns(names)
        .proxy(Proxy.NO_PROXY)
        .followRedirects(false)
        .followSslRedirects(false)
        .callTimeout(timeout)
        .build();
  }

  @Override
  public Part.Media load(Part.Media media, String field, Call call) {
    if (media.base64() != null || media.url() == null) {
      return media;
    }
    try {
      return fetch(media, address(media.url(), field), field, call);
    } catch (IOException failure) {
      call.cancellation().check();
      throw refused(field, reason(failure), failure);
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof PublicAddresses.Forbidden forbidden) {
      return forbidden.getMessage()
          + "; send the file inline, or name the host in general_settings.image_fetch.allow";
    }
    if (failure instanceof InterruptedIOException) {
      return "it took too long";
    }
    return failure instanceof UnknownHostException
        ? "its host is not known"
        : "the connection failed";
  }

  private static HttpUrl address(String url, String field) {
    HttpUrl parsed = HttpUrl.parse(url);
    if (parsed == null || !parsed.username().isEmpty() || !parsed.password().isEmpty()) {
      throw refused(field, "it is no http(s) URL without a password", null);
    }
    return parsed;
  }

  private Part.Media fetch(Part.Media media, HttpUrl first, String field, Call call)
      throws IOException {
    HttpUrl url = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      // the library asks no names for a host that is an address already
      addresses.lookup(url.host());
      okhttp3.Call running = client.get().newCall(new Request.Builder().url(url).build());
      Runnable end = running::cancel;
      call.cancellation().onCancel(end);
      try (Response answer = running.execute()) {
        if (!answer.isRedirect()) {
          return read(media, answer, field);
        }
        url = next(url, answer, field);
      } finally {
        call.cancellation().clear(end);
      }
    }
    throw refused(field, "it redirects too often", null);
  }

  private static HttpUrl next(HttpUrl url, Response answer, String field) {
    String location = answer.header("Location");
    HttpUrl next = location == null ? null : url.resolve(location);
    if (next == null) {
      throw refused(field, "it redirects to no http(s) URL", null);
    }
    return address(next.toString(), field);
  }

  private Part.Media read(Part.Media media, Response answer, String field) throws IOException {
    if (!answer.isSuccessful()) {
      throw refused(field, "its server answered with status " + answer.code(), null);
    }
    BufferedSource source = answer.body().source();
    if (answer.body().contentLength() > maxBytes || source.request(maxBytes + 1)) {
      throw refused(field, "it is larger than " + (maxBytes >> 20) + " MB", null);
    }
    byte[] bytes = source.readByteArray();
    String type = MediaTypes.of(bytes, answer.header("Content-Type"));
    if (!fits(media.kind(), type)) {
      String found = type.isEmpty() ? "something unknown" : type;
      throw refused(field, "it is " + found + " and not " + wanted(media.kind()), null);
    }
    String data = Base64.getEncoder().encodeToString(bytes);
    return new Part.Media(media.kind(), type, data, null, media.name(), media.detail());
  }

  private static boolean fits(Part.MediaKind kind, String type) {
    return switch (kind) {
      case IMAGE -> type.startsWith("image/");
      case AUDIO -> type.startsWith("audio/");
      case DOCUMENT -> type.equals("application/pdf") || type.startsWith("text/");
    };
  }

  private static String wanted(Part.MediaKind kind) {
    return switch (kind) {
      case IMAGE -> "an image";
      case AUDIO -> "audio";
      case DOCUMENT -> "a PDF or a text";
    };
  }

  private static GatewayException refused(String field, String why, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        "The file that '%s' points to cannot be fetched: %s.".formatted(field, why),
        ErrorDetail.ofParam(field),
        cause);
  }
}
