package io.llmgw.provider.azure;

/** What may stand in a header's value. */
final class HeaderText {
  private HeaderText() {}

  /** Whether a secret can be sent as it is: visible ASCII and inner spaces. */
  static boolean allowed(String value) {
    return value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }

  /** The same without spaces, as every key and token is. */
  static boolean oneWord(String value) {
    return value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
