package io.llmgw.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private final Route models = route();
  private final Route model = route();
  private final Route chat = route();
  private final Routes routes =
      new Routes()
          .add("GET", models, List.of("/", "/v1/models"))
          .add("GET", model, List.of("/v1/models/{model}"))
          .add("POST", chat, List.of("/v1/chat", "/deployments/{model}/chat"));

  private static Route route() {
    return new Route((_, _) -> {}, Access.CLIENT, (_, _) -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models/gpt-4o, gpt-4o",
    "/v1/models/openai/gpt-4o, openai/gpt-4o",
    "/v1/models/openai%2Fgpt-4o, openai/gpt-4o",
    "/v1//models/openai%2fgpt-4o/, openai/gpt-4o",
    "/v1/models/a+b, a+b",
    "/v1/models/a%2Bb%20c, a+b c",
    "/v1/models/%C3%A9, é",
    "/v1/models/50%, 50%",
    "/v1/models/%zz, %zz",
    "/v1/models/llama3:8b@sha256:0, llama3:8b@sha256:0"
  })
  void findsTheNameInThePath(String path, String name) {
    Routes.Match match = routes.find("GET", path);

    assertThat(match).isNotNull();
    assertThat(match.route()).isSameAs(model);
    assertThat(match.parameter()).isEqualTo(name);
  }

  @Test
  void findsANameInTheMiddleOfAPath() {
    Routes.Match match = routes.find("POST", "/deployments/corp/gpt-5/chat");

    assertThat(match).isNotNull();
    assertThat(match.route()).isSameAs(chat);
    assertThat(match.parameter()).isEqualTo("corp/gpt-5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "v1/models", "/v1", "/v2/models", "/deployments//chat", "/deployments/chat"})
  void doesNotFindWhatIsNotThere(String path) {
    assertThat(routes.find("GET", path)).isNull();
    assertThat(routes.find("POST", path)).isNull();
    assertThat(routes.methods(path)).isEmpty();
  }

  @Test
  void tellsTheMethodsOfAPath() {
    assertThat(routes.find("DELETE", "/v1/models")).isNull();
    assertThat(routes.methods("/v1/models/")).containsExactly("GET", "HEAD");
    assertThat(routes.methods("/v1/models/x")).containsExactly("GET", "HEAD");
    assertThat(routes.methods("/v1/chat")).containsExactly("POST");
  }

  @Test
  void answersHeadWhereItAnswersGet() {
    assertThat(routes.find("HEAD", "/")).isNotNull();
    assertThat(routes.find("HEAD", "/v1/models/x")).isNotNull();
    assertThat(routes.find("HEAD", "/v1/chat")).isNull();
  }
}
