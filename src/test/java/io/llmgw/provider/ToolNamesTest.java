package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolNamesTest {
  private final ToolNames names = new ToolNames(Pattern.compile("[^a-z0-9_]"), true, 8);

  @Test
  void leavesNamesThatMayBeUsed() {
    assertThat(names.sent("get_time")).isEqualTo("get_time");
    assertThat(names.original("get_time")).isEqualTo("get_time");
  }

  @Test
  void spellsAndShortensOthersAndKnowsThemAgain() {
    assertThat(names.sent("a.b")).isEqualTo("a_b");
    assertThat(names.sent("1st")).isEqualTo("_1st");
    assertThat(names.sent("")).isEqualTo("tool");
    assertThat(names.sent("much_too_long")).isEqualTo("much_too");
    assertThat(names.original("much_too")).isEqualTo("much_too_long");
    assertThat(names.all()).containsExactly("a_b", "_1st", "tool", "much_too");
  }

  @Test
  void keepsApartWhatWouldBecomeTheSame() {
    assertThat(names.sent("much_too_long")).isEqualTo("much_too");
    assertThat(names.sent("much_too_short")).isEqualTo("much_t_2");
    assertThat(names.sent("much_too_long")).isEqualTo("much_too");
    assertThat(names.original("much_t_2")).isEqualTo("much_too_short");
  }
}
