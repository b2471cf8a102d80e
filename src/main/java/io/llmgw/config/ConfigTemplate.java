package io.llmgw.config;

/** The commented file to start from. */
public final class ConfigTemplate {
  private ConfigTemplate() {}

  /** The file's text, which loads without a word on a machine where nothing is set. */
  public static String text() {
    return ResourceText.of("starter.yaml");
  }
}
