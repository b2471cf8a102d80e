package io.llmgw.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What must hold for any bytes that a dialect takes for a request. */
public final class FuzzedRequests {
  private static final AllProviders PROVIDERS = new AllProviders();
  private static final List<String> NAMES = PROVIDERS.byName().keySet().stream().sorted().toList();

  private FuzzedRequests() {}

  /** Decodes and encodes for one of the providers; a refusal says what is wrong. */
  public static void check(byte[] data, Function<Fidelity, ChatRequest> decode) {
    try {
      ChatRequest request = decode.apply(new Fidelity(true));
      String name = NAMES.get(Math.floorMod(Arrays.hashCode(data), NAMES.size()));
      Provider provider = Objects.requireNonNull(PROVIDERS.byName().get(name));
      assertThat(provider.preview(request, AllProviders.call(new Fidelity(true))).body().toString())
          .startsWith("{");
    } catch (GatewayException refused) {
      assertThat(refused.text()).isNotBlank();
      assertThat(refused.status()).as(refused.text()).isBetween(400, 499);
    }
  }
}
