package io.llmgw.config;

import java.time.Duration;
import java.util.List;

/**
 * {@code general_settings.image_fetch}: what is fetched for providers that take files only as
 * bytes.
 *
 * @param allow hosts that may be private ones: exact names, or {@code *.example.org}
 * @param maxBytes largest file
 * @param timeout limit for one file, redirects included
 */
public record ImageFetch(List<String> allow, long maxBytes, Duration timeout) {
  public static final ImageFetch DEFAULT =
      new ImageFetch(List.of(), 20L << 20, Duration.ofSeconds(20));

  public ImageFetch {
    allow = List.copyOf(allow);
  }
}
