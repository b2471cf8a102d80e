package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RequestSettings;
import io.llmgw.config.Secret;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Operation;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProvidersTest {
  private final HttpTransport transport = Setup.transport();
  private final OpenAiProviders providers = new OpenAiProviders(transport, InstantSource.system());

  @AfterEach
  void close() {
    transport.close();
  }

  private GatewayException refusal(String vendor, @Nullable String base, String key) {
    DeploymentConfig deployment = Setup.of(vendor, "m").deployment(base, key);
    return catchThrowableOfType(
        GatewayException.class, () -> providers.create(deployment, RequestSettings.DEFAULT));
  }

  @Test
  void knowsItsVendors() {
    assertThat(providers.knows("groq")).isTrue();
    assertThat(providers.knows("bedrock")).isFalse();
  }

  @Test
  void wantsAnAddressWhereTheVendorHasNone() {
    assertThat(refusal("azure", null, "k").text())
        .isEqualTo("The deployment 'my-model' needs an api_base (llmgw.yaml:7).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.example/v1", "ftp://x", "http://"})
  void saysWhichAddressIsNone(String base) {
    assertThat(refusal("openai", base, "k").text())
        .startsWith(
            "The deployment 'my-model' cannot be called (llmgw.yaml:7, api_base " + base + "): ");
  }

  @Test
  void doesNotShowAKeyThatCannotBeSent() {
    assertThat(refusal("openai", null, "sk-secret\nmore").text())
        .contains("Authorization")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-1", " sk-1 ", "sk-1\n"})
  void sendsTheKeyWithoutWhatSurroundsIt(String key) {
    KeyAddress address = new KeyAddress("https://a.example/v1", new Secret(key), Map.of(), false);

    assertThat(address.credentials(Setup.call()))
        .containsExactly(Map.entry("Authorization", "Bearer sk-1"));
  }

  @Test
  void sendsNoKeyWhereThereIsNone() {
    assertThat(new KeyAddress("http://a.example", null, Map.of(), false).credentials(Setup.call()))
        .isEmpty();
    assertThat(
            new KeyAddress("http://a.example", new Secret(" "), Map.of(), false)
                .credentials(Setup.call()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/v1,https://a.example/v1/chat/completions",
    "https://a.example/v1/,https://a.example/v1/chat/completions",
    "https://a.example/v1//,https://a.example/v1/chat/completions",
    "https://a.example,https://a.example/chat/completions",
    "https://a.example/v1/chat/completions,https://a.example/v1/chat/completions",
    "https://a.example/v1/embeddings/,https://a.example/v1/chat/completions",
    "https://a.example/v1?key=k,https://a.example/v1/chat/completions?key=k"
  })
  void findsThePathBelowWhatWasPasted(String base, String url) {
    assertThat(KeyAddress.url(base, Operation.CHAT.path())).isEqualTo(url);
  }
}
