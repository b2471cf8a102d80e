package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagsTest {
  /** What is told of pieces of that many characters: thinking in brackets, then text. */
  private static String split(String content, int length) {
    StringBuilder thinking = new StringBuilder();
    StringBuilder text = new StringBuilder();
    ThinkTags tags = new ThinkTags(thinking::append, text::append);
    for (int i = 0; i < content.length(); i += length) {
      tags.piece(content.substring(i, Math.min(content.length(), i + length)));
    }
    tags.end();
    return "[" + thinking + "]" + text;
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          <think>hm</think>yes|[hm]yes
           <think> hm < 3 </thin</think> yes|[hm < 3 </thin]yes
          <think></think>yes|[]yes
          <think>never closed|[never closed]
          <think>half </thi|[half </thi]
          <thinking>yes|[]<thinking>yes
          <thi|[]<thi
          yes <think>no</think>|[]yes <think>no</think>
          <think>a</think>b<think>c</think>|[a]b<think>c</think>
            plain|[]  plain
          """,
      delimiter = '|')
  void tellsThinkingFromTextHoweverItIsCut(String content, String told) {
    for (int length = 1; length <= content.length(); length++) {
      assertThat(split(content, length)).as("pieces of %d", length).isEqualTo(told);
    }
  }
}
