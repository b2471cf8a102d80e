package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TexReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          \\alpha¦α
          \\alpha\\beta¦αβ
          x^2¦x²
          x^{n+1}¦xⁿ⁺¹
          x_{ij}¦xᵢⱼ
          x^Q¦x^Q
          x^{QR}¦x^(QR)
          e^{-\\lambda t}¦e^(-λ t)
          \\frac{1}{2}¦1/2
          \\frac{a+b}{2c}¦(a+b)/(2c)
          \\frac12¦1/2
          \\frac{(a+b)}{c}¦(a+b)/c
          \\sqrt{2}¦√2
          \\sqrt[3]{x+1}¦∛(x+1)
          a \\cdot b \\neq c¦a · b ≠ c
          \\left( \\frac{a}{b} \\right)¦( a/b )
          \\sum_{i=1}^{n} i¦∑ᵢ₌₁ⁿ i
          \\int_0^\\infty f(x)\\,dx¦∫₀^∞ f(x) dx
          \\text{if } x \\in \\mathbb{R}¦if x ∈ ℝ
          f'(x)¦f′(x)
          \\vec{v} \\hat{y}¦v⃗ ŷ
          \\{a, b\\} \\% \\$¦{a, b} % $
          O(n \\log n)¦O(n log n)
          A \\Rightarrow B \\iff C¦A ⇒ B ⟺ C
          """)
  void readsTheCommonPart(String tex, String unicode) {
    assertThat(TexReader.standard().read(tex)).isEqualTo(unicode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\unknown{x}",
        "\\begin{matrix} a \\end{matrix}",
        "a & b",
        "a \\\\ b",
        "{a",
        "a}",
        "\\frac{a}",
        "x^",
        "\\",
        "\\sqrt[5]{x}",
        "\\mathbb{K}",
        "\\hat{ab}",
        "\\left"
      })
  void leavesWhatItDoesNotKnow(String tex) {
    assertThat(TexReader.standard().read(tex)).isNull();
  }

  @Test
  void isNotOverrunByNesting() {
    assertThat(TexReader.standard().read("{".repeat(50_000) + "}".repeat(50_000))).isNull();
    assertThat(TexReader.standard().read("\\frac".repeat(50_000))).isNull();
    assertThat(TexReader.standard().read("^".repeat(50_000))).isNull();
  }
}
