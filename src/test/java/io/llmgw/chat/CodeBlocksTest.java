package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodeBlocksTest {
  private static final String TEXT =
      """
      Look:
      ```java
      int a;
      ```
      and
      ~~~~
      ``` is no end
      ~~~~
      """;

  @Test
  void findsThemWithTheirLanguage() {
    assertThat(CodeBlocks.of(TEXT))
        .containsExactly(
            new CodeBlocks.Block("java", "int a;\n"), new CodeBlocks.Block("", "``` is no end\n"));
  }

  @Test
  void picksByNumber() {
    assertThat(CodeBlocks.pick(TEXT, "1").language()).isEqualTo("java");
    assertThat(CodeBlocks.pick(TEXT, "last").language()).isEmpty();
  }

  @Test
  void takesABlockThatWasCutOff() {
    assertThat(CodeBlocks.of("```sh\nls")).containsExactly(new CodeBlocks.Block("sh", "ls\n"));
  }

  @Test
  void saysThatThereIsNone() {
    assertThatThrownBy(() -> CodeBlocks.pick("no code", "1")).hasMessageContaining("no code block");
    assertThatThrownBy(() -> CodeBlocks.pick(TEXT, "3"))
        .hasMessageContaining("2 code blocks, not 3");
  }
}
