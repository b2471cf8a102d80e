package io.llmgw.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model one can chat with, and what is known about it.
 *
 * @param context the longest prompt in tokens; null when nobody knows
 * @param inputPrice US dollars for a million input tokens; null when nobody knows
 * @param outputPrice US dollars for a million output tokens; null when nobody knows
 * @param capabilities such as {@code vision}; empty when nothing is known
 * @param lacks what it is known not to have
 */
public record Model(
    String name,
    String provider,
    @Nullable Long context,
    @Nullable Double inputPrice,
    @Nullable Double outputPrice,
    List<String> capabilities,
    List<String> lacks) {
  public static final String VISION = "vision";
  public static final String AUDIO = "audio";
  public static final String DOCUMENTS = "documents";

  public Model {
    capabilities = List.copyOf(capabilities);
    lacks = List.copyOf(lacks);
  }
}
