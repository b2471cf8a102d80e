package io.llmgw.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which deployment keeps an answer that a later request goes on from, since no other key or address
 * knows it: the newest 16,384, in this process only. Thread-safe.
 */
final class Pins {
  private static final int MOST = 16_384;

  private final Map<String, String> deployments =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** Remembers where the answer of that id is kept. */
  synchronized void keep(String answer, String deployment) {
    deployments.put(answer, deployment);
  }

  /** The deployment that keeps the answer; null when that is not known. */
  synchronized @Nullable String of(String answer) {
    return deployments.get(answer);
  }
}
