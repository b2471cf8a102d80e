package io.llmgw.provider.demo;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing the demo can show.
 *
 * @param words what asks for it, as the first word of a message
 * @param example a message to try
 * @param shows what happens, for the help
 * @param play the script; empty when the rest of the message makes no sense for this scene
 */
record Scene(
    List<String> words, String example, String shows, Function<Prompt, Optional<Script>> play) {

  static Scene of(String word, String example, String shows, Function<Prompt, Script> play) {
    return of(List.of(word), example, shows, play);
  }

  static Scene of(List<String> words, String example, String shows, Function<Prompt, Script> play) {
    return new Scene(words, example, shows, play.andThen(Optional::of));
  }

  String word() {
    return words.getFirst();
  }
}
