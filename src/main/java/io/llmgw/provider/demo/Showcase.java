package io.llmgw.provider.demo;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The fixed texts of the demo. */
final class Showcase {
  static final String MARKDOWN =
      """
      # What Markdown looks like here

      This is llmgw's demo model, so the words mean little; look at their *form*. \
      There is **bold**, *italic*, ~~struck out~~ and `inline code`.

      ## A list

      - bread
      - tea, one of:
        - green
        - black
      - a [link](https://commonmark.org/help/)

      ## Steps

      1. Start the gateway.
      2. Ask it something.
      3. Read the answer while it is written.

      > A quote, in case somebody said it better.

      ---

      That was the end of the page.
      """;

  static final String CODE =
      """
      Here is a code block, from llmgw's demo model:

      ```java
      void main() {
        for (var word : "hello from the demo model".split(" ")) {
          IO.println(word + " < > & \\"quoted\\"");
        }
      }
      ```

      It prints one word on each line.
      """;

  static final String TABLE =
      """
      A table, with one column aligned to each side:

      | Planet  | Moons | Day in hours |
      |:--------|:-----:|-------------:|
      | Mercury |   0   |        4,223 |
      | Earth   |   1   |           24 |
      | Mars    |   2   |           25 |

      The demo model knows these figures by heart, and no others.
      """;

  static final String THOUGHTS =
      """
      The user wants to see me think. I am a demo model and cannot, but I can show where \
      the thinking of a real model would appear. First I look at the question. Then I weigh \
      two answers. The second one is shorter, so I take it.\
      """;

  static final String AFTER_THINKING =
      """
      I thought about it: what came before this line is the *reasoning* of the answer, sent \
      apart from its text. This is llmgw's demo model, so the thoughts were prepared.
      """;

  static final String SLOW =
      "This answer of the demo model takes its time: every word waits for its turn, so that you"
          + " can watch it grow, or stop it.";

  static final String BROKEN_OFF =
      "This answer of the demo model is going to break off in the middle of a";

  private static final String[] WORDS =
      ("the demo model talks on and on about nothing in particular so that there is enough text"
              + " to scroll through while it grows line by line")
          .split(" ");

  private static final int PARAGRAPH = 60;

  private Showcase() {}

  /** Text of exactly that many tokens. */
  static String ofTokens(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> gap(i) + WORDS[i % WORDS.length])
        .collect(Collectors.joining());
  }

  private static String gap(int position) {
    if (position == 0) {
      return "";
    }
    return position % PARAGRAPH == 0 ? "\n\n" : " ";
  }
}
