package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlStripperTest {
  private static String unescape(String text) {
    return text.replace("\\e", "\u001b").translateEscapes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          plain\\ttext\\n¦plain\\ttext\\n
          a\\e[31;1mred\\e[0m¦ared
          \\e[?25l\\e[2 qx¦x
          \\e]0;title\\07x¦x
          \\e]52;c;AAAA\\e\\\\x¦x
          \\e]8;;https://evil\\e\\\\link\\e]8;;\\e\\\\¦link
          \\ePq#0\\e\\\\x¦x
          \\e_Gdata\\e\\\\x\\e^pm\\e\\\\y\\eXsos\\e\\\\z¦xyz
          \\ecx\\e7y\\e(Bz\\e#8w¦xyzw
          a\\0b\\bc\\7d\\177e¦abcde
          a\\rb\\r\\nc¦a\\nb\\nc
          a\\e]0;never ended\\nb¦a\\nb
          a\\e[31\\nb¦a\\nb
          a\\e\\nb¦a\\nb
          a\\e[3é b¦aé b
          \\e\\e[31mx¦x
          \\e]0;t\\e[31mx\\07y¦y
          """)
  void takesOutWhatCommandsTheTerminal(String text, String shown) {
    assertThat(new ControlStripper().strip(unescape(text))).isEqualTo(unescape(shown));
  }

  @Test
  void takesOutEightBitSequences() {
    assertThat(new ControlStripper().strip("a\u009b31mb\u009d0;t\u009cc\u0090q\u009cd\u0085e"))
        .isEqualTo("abcde");
  }

  @Test
  void takesOutWhatTurnsTheDirectionOfWriting() {
    assertThat(new ControlStripper().strip("a\u202ab\u202ec\u2066d\u2069e")).isEqualTo("abcde");
  }

  @Test
  void leavesOtherScriptsAndEmojiAlone() {
    String text = "漢字 עברית \u200fعربي 👩‍👩‍👧 e\u0301 ❤️\u00a0\u00ad";
    assertThat(new ControlStripper().strip(text)).isSameAs(text);
  }

  @Test
  void remembersWhereItIsBetweenChunks() {
    String text = unescape("a\\e[31mb\\e]0;title\\e\\\\c\\r\\nd\\e(Be") + "\u009b2Jf";
    String whole = new ControlStripper().strip(text);
    for (int cut = 0; cut <= text.length(); cut++) {
      var stripper = new ControlStripper();
      assertThat(stripper.strip(text.substring(0, cut)) + stripper.strip(text.substring(cut)))
          .as("cut at %s", cut)
          .isEqualTo(whole);
    }
  }
}
