package io.llmgw.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model is for, guessed from its name, in the words of {@code model_info.mode}. */
public final class ModelMode {
  /** The mode of everything that is not known to be something else. */
  public static final String CHAT = "chat";

  // the first entry with a word that occurs in the name decides
  private static final List<Map.Entry<String, List<String>>> WORDS =
      List.of(
          Map.entry("rerank", List.of("rerank")),
          Map.entry("embedding", List.of("embed", "bge-", "gte-", "e5-", "minilm")),
          Map.entry("moderation", List.of("moderation", "-guard", "safeguard")),
          Map.entry("realtime", List.of("realtime")),
          Map.entry("audio_transcription", List.of("whisper", "transcribe")),
          Map.entry("audio_speech", List.of("tts", "playai", "orpheus")),
          Map.entry(
              "image_generation",
              List.of("dall-e", "gpt-image", "imagen", "sdxl", "flux", "stable-diffusion")),
          Map.entry("video_generation", List.of("sora", "veo-")),
          Map.entry("completion", List.of("davinci-002", "babbage-002", "gpt-3.5-turbo-instruct")));

  private ModelMode() {}

  public static String of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, List<String>> mode : WORDS) {
      if (mode.getValue().stream().anyMatch(name::contains)) {
        return mode.getKey();
      }
    }
    return CHAT;
  }
}
