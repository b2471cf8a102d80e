package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimateTest {
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog.";

  @Test
  void isNearWhatTokenizersCount() {
    // ten by OpenAI's and eleven by Anthropic's
    assertThat(TokenEstimate.text(SENTENCE)).isBetween(10L, 14L);
    assertThat(TokenEstimate.text("")).isZero();
  }

  @Test
  void countsALetterOfAScriptWithoutSpacesAsAToken() {
    assertThat(TokenEstimate.text("你好世界")).isEqualTo(4);
  }

  @Test
  void countsToolsAndFilesToo() {
    ChatRequest plain = ChatRequest.of("m", List.of(Message.text(Role.USER, SENTENCE)));
    ChatRequest rich =
        new ChatRequest(
            "m",
            List.of(
                new Message(
                    Role.USER,
                    List.of(
                        new Part.Text(SENTENCE),
                        new Part.Media(
                            Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, null)))),
            List.of(
                new Tool("look", "Looks.", Json.MAPPER.readTree("{\"type\":\"object\"}"), null)),
            null,
            null,
            null,
            Sampling.DEFAULT,
            Map.of());

    assertThat(TokenEstimate.of(rich)).isGreaterThan(TokenEstimate.of(plain) + 1_000);
  }

  @Test
  void aFileInARequestNobodyDecodedIsNoText() {
    String image = "data:image/png;base64," + "A".repeat(1_000_000);

    assertThat(
            TokenEstimate.of(
                Json.MAPPER.createObjectNode().put("text", SENTENCE).put("image", image)))
        .isBetween(1_000L, 2_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}",
        "{ \"a\" : \"b\" , \"c\" :\n[ \"d\", \"e\", 1, true, null, {\"f\" : {\"g\":\"hhhhhhhh\"}} ] }",
        "{\"a\":\"你好世界 and ünïcödé and 😀😀\",\"你好\":\"x\"}",
        "{\"a\":\"\\u4f60\\u597d \\u00e9 \\\" \\\\ \\n \\ud83d\\ude00\",\"b\":\"\\\\\"}",
        "{\"image\":\"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"data:x\":\"data\"}",
        "{\"a\":\"\",\"b\":[\"\"],\"c\":\"x:\",\"d\":\":\"}"
      })
  void countsTheSameOfBytesAsOfATree(String json) {
    byte[] bytes = ("xx" + json + "\"after\"").getBytes(StandardCharsets.UTF_8);
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    assertThat(TokenEstimate.ofJson(bytes, 2, 2 + length))
        .isEqualTo(TokenEstimate.of(Json.MAPPER.readTree(json)));
  }

  @Test
  void readsNothingBehindTheEndOfWhatIsBroken() {
    for (String broken :
        List.of("{\"a", "{\"a\\", "{\"a\\u12", "{\"a\":\"\u00e9", "{\"a\" ", "\"")) {
      byte[] bytes = broken.getBytes(StandardCharsets.UTF_8);
      for (int to = 0; to <= bytes.length; to++) {
        assertThat(TokenEstimate.ofJson(bytes, 0, to)).isBetween(0L, 10L);
      }
    }
  }
}
