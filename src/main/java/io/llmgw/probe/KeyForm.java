package io.llmgw.probe;

import io.llmgw.config.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose key it is by the look of it. */
enum KeyForm {
  NONE("no key", "-"),
  BLANKS("a key with white space in it", "-"),
  ANTHROPIC("a key of Anthropic", "sk-ant-.*"),
  OPENROUTER("a key of OpenRouter", "sk-or-.*"),
  OPENAI("a key of OpenAI", "sk-.{20,}"),
  GROQ("a key of Groq", "gsk_.*"),
  GOOGLE("a key of Google", "AIza.*"),
  TOKEN("a token of Entra or another sign-in", "eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*"),
  AZURE("a key of an Azure resource", "[0-9a-f]{32}|[A-Za-z0-9]{84}"),
  OTHER("a key", ".*");

  private final String words;
  private final Pattern pattern;

  KeyForm(String words, String regex) {
    this.words = words;
    this.pattern = Pattern.compile(regex, Pattern.DOTALL);
  }

  static KeyForm of(@Nullable Secret key) {
    if (key == null || key.reveal().isBlank()) {
      return NONE;
    }
    String text = key.reveal().strip();
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return BLANKS;
    }
    for (KeyForm form : values()) {
      if (form.pattern.matcher(text).matches()) {
        return form;
      }
    }
    return OTHER;
  }

  /** In words, after "is" or "there is". */
  String words() {
    return words;
  }
}
